using System.Text;

namespace Twofold.Policies;

/// <summary>A file as its author wrote it.</summary>
/// <param name="Name">The name to show in problems and origins, for example <c>base.yaml</c>.</param>
/// <param name="Text">The YAML text, which may hold several documents.</param>
public sealed record SourceFile(string Name, string Text);

/// <summary>A file before anybody knows whether it is text.</summary>
/// <param name="Name">The name to show in problems and origins.</param>
/// <param name="Bytes">UTF-8, with or without a byte order mark; anything else is a problem.</param>
public sealed record SourceBytes(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The file as text; null where its bytes are too many or no text, which <paramref name="problem"/> then says.</summary>
    public SourceFile? ToText(out PolicyProblem? problem)
    {
        var problems = new ProblemList();
        var text = TextOf(problems);
        problem = problems.All.FirstOrDefault();
        return text is null ? null : new(Name, text);
    }

    internal string? TextOf(ProblemList problems)
    {
        var bytes = Utf8Text.WithoutMark(Bytes.Span);
        if (bytes.Length <= PolicyLimits.FileBytes)
            return Utf8Text.IsValid(bytes, "policy/not-utf-8", new(Name, problems)) ? Encoding.UTF8.GetString(bytes) : null;
        problems.Add(new("policy/file-too-large", Name, 1, 1, PolicyLimits.TooLarge));
        return null;
    }
}
