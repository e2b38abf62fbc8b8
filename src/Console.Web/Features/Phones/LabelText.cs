using System.Collections.Immutable;
using Twofold.Web.Desk;

namespace Twofold.Web.Features.Phones;

/// <summary>Labels as people type them: one <c>key=value</c> on each line.</summary>
public static class LabelText
{
    /// <summary>The lines.</summary>
    public static string Write(ImmutableSortedDictionary<string, string> labels) => string.Join('\n', labels.Select(l => $"{l.Key}={l.Value}"));

    /// <summary>Reads lines; <c>labels/form</c>, <c>labels/twice</c>. Empty lines are passed over.</summary>
    public static Answer<ImmutableSortedDictionary<string, string>> Read(string untrustedText)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in untrustedText.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } key, { Length: > 0 } value]) return No("labels/form", $"`{Refs.Shown(line)}` is not `key=value`");
            if (!labels.TryAdd(key, value)) return No("labels/twice", $"the label `{Refs.Shown(key)}` stands twice");
        }

        return Answer.Of(labels.ToImmutable());
    }

    private static Answer<ImmutableSortedDictionary<string, string>> No(string code, string message) =>
        Answer.No<ImmutableSortedDictionary<string, string>>(code, message);
}
