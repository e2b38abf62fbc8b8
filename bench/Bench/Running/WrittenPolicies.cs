using System.Text;
using Twofold.Policies;

namespace Twofold.Bench.Running;

/// <summary>Policy documents as an organisation with many of them writes them: eight settings each, a quarter of them for any one phone.</summary>
internal static class WrittenPolicies
{
    private const int SettingsEach = 8;
    private const int Labels = 4;

    // A lease that wipes before it locks is refused, so leases are left out.
    private static readonly Setting[] Settings = [.. SettingCatalogue.All.Where(s => !s.Key.StartsWith("lease.", StringComparison.Ordinal))];

    /// <summary>A phone that one document in four binds.</summary>
    public static PhoneFacts Phone { get; } = new("phone", new Dictionary<string, string>(StringComparer.Ordinal) { ["label-0"] = "yes" });

    /// <summary>So many documents in one file.</summary>
    public static SourceFile File(int documents) => new("policies.yaml", string.Join("---\n", Enumerable.Range(0, documents).Select(Document)));

    private static string Document(int number)
    {
        var text = new StringBuilder($"apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: policy-{number}\nspec:\n");
        text.Append($"  phones:\n    matchLabels:\n      label-{number % Labels}: 'yes'\n  settings:\n");
        foreach (var setting in Enumerable.Range(number / Labels * SettingsEach, SettingsEach).Select(n => Settings[n % Settings.Length]))
            text.Append($"    {setting.Key}: '{Value(setting, number)}'\n");
        return text.ToString();
    }

    private static string Value(Setting setting, int number) =>
        setting.Choices.Count > 0 ? setting.Choices[number / Labels % setting.Choices.Count]
        : number / Labels % 2 == 0 ? setting.StrictestText
        : setting.DefaultText;
}
