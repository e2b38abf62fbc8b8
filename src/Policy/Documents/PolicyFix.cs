namespace Twofold.Policies;

/// <summary>Mends a problem by its suggestion, in the text where it stands.</summary>
public static class PolicyFix
{
    /// <summary>
    /// The text of the problem's file with the suggestion in place of what was written; null where there is none, the text is no longer the
    /// one that has the problem, or the problem would be there all the same. What depends on other files is told as if there were none.
    /// </summary>
    public static string? Of(string text, PolicyProblem problem)
    {
        if (problem is not { Suggestion: { } meant, Written: { Length: > 0 } written } || !IsIn(text, problem)) return null;
        var (start, end) = Rest(text, problem.Line, problem.Column);
        var found = text.AsSpan(start, end - start).IndexOf(written, StringComparison.Ordinal);
        if (found < 0) return null;
        var mended = string.Concat(text.AsSpan(0, start + found), meant, text.AsSpan(start + found + written.Length));
        return IsIn(mended, problem) ? null : mended;
    }

    private static bool IsIn(string text, PolicyProblem problem) => PolicySet.Read([new(problem.File, text)]).Problems.Contains(problem);

    // What a line holds from a column on; nothing where there is no such place.
    private static (int Start, int End) Rest(string text, int line, int column)
    {
        var start = 0;
        for (var n = 1; n < line && start <= text.Length; n++) start = text.IndexOf('\n', start) is var end and >= 0 ? end + 1 : text.Length + 1;
        start = Math.Min(start + column - 1, text.Length);
        return (start, text.IndexOf('\n', start) is var stop and >= 0 ? stop : text.Length);
    }
}
