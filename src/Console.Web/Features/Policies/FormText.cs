using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Twofold.Policies;

namespace Twofold.Web.Features.Policies;

/// <summary>Form to text and back. The text is the truth: the form only writes it.</summary>
public static partial class FormText
{
    /// <summary>The policies of a file for the form, or null while its text cannot be read or says what the form could not write.</summary>
    public static IReadOnlyList<FormPolicy>? Read(string name, string text)
    {
        if (PolicySet.Read([new SourceFile(name, text)]).Set is not { HasAssignments: false } set) return null;
        FormPolicy[] policies = [.. set.Policies.OrderBy(p => p.Line).Select(FormPolicy.Of).OfType<FormPolicy>()];
        return policies.Length == set.Policies.Count ? policies : null;
    }

    /// <summary>A file that says what the form says.</summary>
    public static string Write(IReadOnlyList<FormPolicy> policies) => string.Join("---\n", policies.Select(Write));

    /// <summary>A whole policy that says one setting, as an administrator might.</summary>
    public static string Example(Setting setting) => Write(new FormPolicy(
        "example", "team=field", SlotName.Work,
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(setting.Key, setting.ExampleText)));

    /// <summary>Whether writing the file anew would lose remarks of its author.</summary>
    public static bool HasComments(string text) => text.Split('\n').Any(line => Comment().IsMatch(line));

    private static string Write(FormPolicy policy)
    {
        var text = new StringBuilder($"apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: {Scalar(policy.Name)}\nspec:\n");
        WriteLabels(text, policy.Labels);
        if (policy.Slot != SlotName.Work) text.Append($"  slot: {Scalar(policy.Slot)}\n");
        text.Append(policy.Values.IsEmpty ? "  settings: {}\n" : "  settings:\n");
        foreach (var setting in SettingCatalogue.All)
            if (policy.Values.TryGetValue(setting.Key, out var value)) text.Append($"    {setting.Key}: {Scalar(value)}\n");
        return text.ToString();
    }

    private static void WriteLabels(StringBuilder text, string labels)
    {
        var pairs = labels.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split('=', 2));
        var lines = string.Concat(pairs.Select(p => $"      {Scalar(p[0].Trim())}: {Scalar(p.Length > 1 ? p[1].Trim() : "")}\n"));
        if (lines.Length > 0) text.Append($"  phones:\n    matchLabels:\n{lines}");
    }

    // Whatever was typed stays one scalar: quoted unless it is a plain word or an amount.
    private static string Scalar(string text) => Plain().IsMatch(text) ? text : $"'{text.Replace("'", "''")}'";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(@"(^|\s)#", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();
}
