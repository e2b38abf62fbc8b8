using System.Collections.Immutable;

namespace Twofold.Web.Features.Enrolments;

/// <summary>Labels as people type them: <c>team=field, site=oslo</c>.</summary>
public static class LabelText
{
    /// <summary>The labels; the last of equal names counts, and whether names and values are good ones is for the fleet to say.</summary>
    public static ImmutableSortedDictionary<string, string> Read(string? untrustedText)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var part in (untrustedText ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            labels[pair[0]] = pair.Length == 2 ? pair[1] : "";
        }

        return labels.ToImmutable();
    }
}
