using System.Collections.Frozen;

namespace Twofold.Policies;

/// <summary>What a policy of the Android Management API does about a phone that is out of compliance.</summary>
internal static class AndroidManagementEscalation
{
    private const string Rules = "policyEnforcementRules[].";
    private const string Escalation = "compliance.escalation";

    // What a rule may be about: the fields of a policy, and our settings that say something of the same.
    private static readonly FrozenDictionary<string, string[]> About = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["passwordPolicies"] = Unlocking,
        ["passwordRequirements"] = Unlocking,
        ["encryptionPolicy"] = ["storage.encryption"],
        ["keyguardDisabledFeatures"] = ["unlock.biometrics"],
        ["maximumTimeToLock"] = ["screen.auto-lock"],
        ["screenCaptureDisabled"] = ["screen.capture"],
        ["cameraDisabled"] = ["camera.access"],
        ["cameraAccess"] = ["camera.access"],
        ["microphoneAccess"] = ["microphone.access"],
        ["alwaysOnVpnPackage"] = ["network.vpn"],
        ["applications"] = ["apps.required", "apps.allowed", "apps.blocked"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> Rows =>
    [
        Days($"{Rules}blockAction.blockAfterDays", "lock"),
        Days($"{Rules}wipeAction.wipeAfterDays", "wipe"),
        new($"{Rules}settingName", (key, _) => About.TryGetValue(key.Text, out var settings)
            ? Judgement.NotApplicable($"its days are mapped to the rules {Words.And(settings.Select(s => $"`{s}`"))}")
            : Judgement.Unsupported(NoRule(key.Text))),
        Row.NotApplicable($"{Rules}blockAction.blockScope", "a lock is about the work VM and nothing else"),
        Row.NotApplicable($"{Rules}wipeAction.preserveFrp", "a wipe destroys the key of the work VM and touches nothing else"),
        Row.Unsupported("complianceRules*", "no setting disables single apps: `compliance.escalation` locks the work VM"),
    ];

    private static string[] Unlocking => ["unlock.length", "unlock.complexity", "unlock.history", "unlock.expiry"];

    private static ImportRow Days(string pattern, string step) => new(pattern, (key, document) =>
    {
        var rule = document.Find($"{key.Path.Text[..(key.Path.Text.IndexOf(']', StringComparison.Ordinal) + 1)]}.settingName");
        if (Row.Whole(key.Text) is not { } days) return Judgement.UnknownValue(key);
        var (steps, why) = ($"{step} {Math.Max(days, 1)}d", days == 0 ? "escalation counts whole days, one at least" : "");
        if (rule is null) return Judgement.Mapped(Escalation, steps, why);
        return About.TryGetValue(rule.Text, out var settings)
            ? Judgement.Mapped(Escalation, string.Join("; ", settings.Select(s => $"for {s} {steps}")), why)
            : Judgement.Unsupported(NoRule(rule.Text));
    });

    private static string NoRule(string name) => $"no setting says what `{Quote.Short(name)}` does, so nothing could break it";
}
