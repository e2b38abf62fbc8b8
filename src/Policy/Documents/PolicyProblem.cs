namespace Twofold.Policies;

/// <summary>One thing that is wrong with policy documents.</summary>
/// <param name="Code">A stable code, for example <c>policy/unknown-setting</c>.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong, in lower case, with what the person wrote in backticks.</param>
/// <param name="Suggestion">The one spelling that was probably meant, if there is one.</param>
public sealed record PolicyProblem(string Code, string File, int Line, int Column, string Message, string? Suggestion = null)
{
    /// <summary>The help line, <c>did you mean `x`?</c>, or null.</summary>
    public string? Help => Suggestion is null ? null : $"did you mean `{Suggestion}`?";

    /// <summary>What the person wrote, which the suggestion takes the place of: every message that has one begins with it in backticks.</summary>
    public string? Written => Message.Split('`') is [_, var written, _, ..] ? written : null;

    /// <summary>The problem in one line, as a compiler would print it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message} ({Code}){(Help is null ? "" : "; " + Help)}";
}
