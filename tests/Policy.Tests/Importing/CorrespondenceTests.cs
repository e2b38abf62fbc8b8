using System.Text.RegularExpressions;

namespace Twofold.Policies.Tests.Importing;

/// <summary>What the catalogue says a setting is called elsewhere, beside what the importers make of it.</summary>
public sealed partial class CorrespondenceTests
{
    public static TheoryData<string> Intune => [.. ImportSamples.Intune];

    public static TheoryData<string> AndroidManagement => [.. ImportSamples.AndroidManagement];

    [Theory, MemberData(nameof(Intune))]
    public void Every_key_of_an_intune_export_that_becomes_a_setting_stands_on_the_page_of_that_setting(string name) =>
        Assert.Equal(string.Empty, string.Join("\n", Missing(name, setting => setting.IntuneFields).Distinct(StringComparer.Ordinal)));

    [Theory, MemberData(nameof(AndroidManagement))]
    public void Every_key_of_an_android_management_policy_that_becomes_a_setting_stands_on_the_page_of_that_setting(string name) =>
        Assert.Equal(string.Empty, string.Join("\n", Missing(name, setting => setting.AndroidManagementFields).Distinct(StringComparer.Ordinal)));

    // A field may stand for what is below it, as one with a list of rules does.
    private static IEnumerable<string> Missing(string name, Func<Setting, IReadOnlyList<string>> fields) =>
        from line in ImportSamples.Report(name).Lines
        let path = Place().Replace(line.Path, string.Empty)
        from said in line.Says
        where SettingCatalogue.TryFind(said.Key, out var setting)
            && !fields(setting).Any(field => path == field || path.StartsWith($"{field}.", StringComparison.Ordinal))
        select $"{path} -> {said.Key}";

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
