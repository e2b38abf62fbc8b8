using System.Text;

namespace Twofold.Policies.Tests.Importing;

/// <summary>What an import says of real exports: complete, and the same as a person accepted.</summary>
public sealed class ImportReportTests
{
    public static TheoryData<string> EverySample => ImportSamples.Every;

    [Fact]
    public void There_are_ten_exports_of_intune_and_three_policies_of_the_android_management_api() =>
        Assert.Equal((10, 3), (ImportSamples.Intune.Count, ImportSamples.AndroidManagement.Count));

    [Theory, MemberData(nameof(EverySample))]
    public void Every_key_of_a_document_is_in_its_report_once(string sample)
    {
        var source = ImportSamples.Find(sample);

        Assert.Equal(LeafPaths.Of(source.Bytes), ImportSamples.Report(source).Lines.Select(l => l.Path));
    }

    [Theory, MemberData(nameof(EverySample))]
    public void A_key_is_mapped_to_something_or_says_why_not(string sample) => Assert.All(ImportSamples.Report(sample).Lines, line =>
    {
        Assert.Equal(line.Outcome == ImportOutcome.Mapped, line.Says.Count > 0);
        Assert.True(line.Outcome == ImportOutcome.Mapped || line.Why.Length > 0);
        Assert.DoesNotMatch(@"^[A-Z][a-z]|\.$|there is no setting|does not know this key", line.Why);
    });

    [Theory, MemberData(nameof(EverySample))]
    public void The_policy_that_comes_out_is_read_without_a_problem_and_says_what_the_report_says(string sample)
    {
        var report = ImportSamples.Report(sample);

        var policy = Assert.Single(Sources.Valid(new SourceFile("imported.yaml", report.Document!)).Policies);
        Assert.Equal(report.Name, policy.Name);
        Assert.Equal(report.Values, SettingValues.Of(policy.Statements));
        Assert.Equal(
            report.Values.ByKey.Keys,
            report.Lines.SelectMany(l => l.Says.Select(s => s.Key)).Where(k => k != "metadata.name").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(EverySample))]
    public void What_several_keys_say_of_one_setting_complies_with_each_of_them(string sample)
    {
        var report = ImportSamples.Report(sample);
        Assert.All(
            report.Lines.SelectMany(l => l.Says).Where(s => s.Key is not ("metadata.name" or "apps.allowed")),
            said => Assert.True(SettingSamples.Find(said.Key).Complies(said.Text, report.Values.ByKey[said.Key]), said.ToString()));
    }

    [Theory, MemberData(nameof(EverySample))]
    public void Each_value_stands_on_a_line_with_the_keys_that_it_comes_from(string sample)
    {
        var report = ImportSamples.Report(sample);
        var lines = report.Document!.Split('\n');
        Assert.All(report.Values.ByKey.Keys, key =>
        {
            var first = report.Lines.First(l => l.Says.Any(s => s.Key == key)).Path;
            Assert.Contains(lines, l => l.StartsWith($"    {key}: ", StringComparison.Ordinal) && l.Contains($" # {first}", StringComparison.Ordinal));
        });
    }

    [Theory, MemberData(nameof(EverySample))]
    public void The_report_is_the_one_that_was_accepted(string sample) =>
        ImportSamples.Golden(Path.ChangeExtension(Path.GetFileName(sample), ".txt"), Text(ImportSamples.Report(sample)));

    private static string Text(ImportReport report)
    {
        var text = new StringBuilder();
        text.Append($"{report.Kind}: {report.Count(ImportOutcome.Mapped)} mapped, {report.Count(ImportOutcome.NotApplicable)} not applicable, ");
        text.Append($"{report.Count(ImportOutcome.Unsupported)} unsupported\n");
        foreach (var outcome in Enum.GetValues<ImportOutcome>())
        {
            text.Append($"\n{outcome}\n");
            foreach (var line in report.Lines.Where(l => l.Outcome == outcome))
                text.Append($"  {line.Line}:{line.Column} {line.Path}: {line.Value}{Says(line)}{(line.Why.Length > 0 ? $" ({line.Why})" : "")}\n");
        }

        return text.Append('\n').Append(report.Document).ToString();
    }

    private static string Says(ImportLine line) => line.Says.Count > 0 ? $" -> {string.Join("; ", line.Says)}" : "";
}
