using System.Text;

namespace Twofold.Policies.Tests.Importing;

/// <summary>Single keys: what they become, and what becomes of values that nobody expects.</summary>
public sealed class ImportValueTests
{
    [Theory]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "5", "screen.auto-lock = 5m")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "60", "screen.auto-lock = 1h")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "90", "unsupported: `90m` is out of the range of `screen.auto-lock`, which is `15s` to `1h`")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "0", "not applicable: it asks for no restriction: what other policies and the defaults say holds")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "-1", "unsupported: the value `-1` is not known here")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "1e9", "unsupported: the value `1e9` is not known here")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "\"five\"", "unsupported: the value `five` is not known here")]
    [InlineData("passwordMinutesOfInactivityBeforeLock", "null", "not applicable: not configured")]
    [InlineData("passwordRequiredType", "\"deviceDefault\"", "not applicable: not configured")]
    [InlineData("passwordRequiredType", "\"gesture\"", "unsupported: the value `gesture` is not known here")]
    [InlineData("storageRequireEncryption", "\"yes\"", "unsupported: the value `yes` is not known here")]
    [InlineData("securityDisableUsbDebugging", "false", "not applicable: it asks for no restriction: what other policies and the defaults say holds")]
    [InlineData("securityDisableUsbDebugging", "true", "unsupported: no setting is about debugging a guest")]
    [InlineData("somethingNew", "true", "unsupported: the importer does not know this key")]
    [InlineData("somethingNew", "null", "not applicable: not configured")]
    [InlineData("somethingNew", "[]", "not applicable: not configured")]
    public void A_key_of_a_compliance_policy_becomes(string key, string value, string expected) => Assert.Equal(expected, Told(Line(key, $"\"{key}\": {value}")));

    [Theory]
    [InlineData("block", 0, "compliance.escalation = lock 1d (escalation counts whole days, one at least; ")]
    [InlineData("block", 72, "compliance.escalation = lock 3d (")]
    [InlineData("wipe", 80, "compliance.escalation = wipe 3d (escalation counts whole days, one at least; ")]
    [InlineData("retire", 720, "compliance.escalation = wipe 30d (")]
    [InlineData("notification", 5, "compliance.escalation = notify (")]
    [InlineData("sing", 0, "unsupported: the value `sing` is not known here")]
    public void A_scheduled_action_and_its_grace_become_one_escalation(string action, int hours, string expected)
    {
        const string Path = "scheduledActionsForRule[0].scheduledActionConfigurations[0]";
        var json = $$"""
            "scheduledActionsForRule": [{ "scheduledActionConfigurations": [{ "actionType": "{{action}}", "gracePeriodHours": {{hours}} }] }]
            """;
        Assert.StartsWith(expected, Told(Line($"{Path}.actionType", json)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encryptionPolicy", "compliance.escalation = notify; for storage.encryption lock 3d (")]
    [InlineData("applications", "compliance.escalation = notify; for apps.allowed lock 3d; for apps.blocked lock 3d; for apps.required lock 3d (")]
    [InlineData("funPolicies", "unsupported: no setting says what `funPolicies` does, so nothing could break it")]
    public void An_enforcement_rule_is_mapped_to_the_rules_it_is_about(string name, string expected)
    {
        var json = $$"""
            { "name": "p", "policyEnforcementRules": [{ "settingName": "{{name}}", "blockAction": { "blockAfterDays": 3 }, "wipeAction": { "wipeAfterDays": 9 } }] }
            """;
        var report = ImportSamples.Report(new SourceBytes("x.json", Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith(expected, Told(report.Lines.Single(l => l.Path == "policyEnforcementRules[0].blockAction.blockAfterDays")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_two_keys_give_one_setting_the_stricter_wins_and_both_say_so()
    {
        const string Json = "\"passwordRequired\": true, \"passwordRequiredType\": \"alphanumericWithSymbols\"";
        Assert.Equal("unlock.complexity = low (joined with `passwordRequiredType` to `high`)", Told(Line("passwordRequired", Json)));
        Assert.Equal("unlock.complexity = high (joined with `passwordRequired` to `high`)", Told(Line("passwordRequiredType", Json)));
        Assert.Equal("high", Report(Json).Values.ByKey["unlock.complexity"]);
    }

    [Fact]
    public void A_document_that_asks_for_nothing_gives_a_report_and_no_policy()
    {
        var report = Report("\"osMaximumVersion\": null, \"displayName\": \"Ünïcode! 7\"");
        Assert.Null(report.Document);
        Assert.Equal("n-code-7", report.Name);
    }

    [Fact]
    public void Names_that_others_have_get_a_number()
    {
        var source = ImportSamples.Find(ImportSamples.AndroidManagement[0]);
        var name = ImportSamples.Report(source).Name;
        Assert.Equal($"{name}-3", PolicyImport.Read(source, new HashSet<string>([name, $"{name}-2"], StringComparer.Ordinal)).Report!.Name);
    }

    [Fact]
    public void No_file_name_breaks_the_comment_it_stands_in()
    {
        var source = ImportSamples.Find(ImportSamples.AndroidManagement[0]) with { Name = "a\u2028spec: {}\n\u0085b.json" };
        Sources.Valid(new SourceFile("imported.yaml", ImportSamples.Report(source).Document!));
    }

    private static ImportReport Report(string members) =>
        ImportSamples.Report(new SourceBytes("x.json", Encoding.UTF8.GetBytes($"{{ \"@odata.type\": \"androidWorkProfileCompliancePolicy\", {members} }}")));

    private static ImportLine Line(string path, string members) => Report(members).Lines.Single(l => l.Path == path);

    private static string Told(ImportLine line) => line.Outcome switch
    {
        ImportOutcome.Mapped => $"{string.Join("; ", line.Says)}{(line.Why.Length > 0 ? $" ({line.Why})" : "")}",
        ImportOutcome.NotApplicable => $"not applicable: {line.Why}",
        _ => $"unsupported: {line.Why}",
    };
}
