namespace Twofold.Policies;

/// <summary>What a policy of the Android Management API does about a phone that is out of compliance.</summary>
internal static class AndroidManagementEscalation
{
    private const string Rules = "policyEnforcementRules[].";

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> Rows =>
    [
        Days($"{Rules}blockAction.blockAfterDays", "lock"),
        Days($"{Rules}wipeAction.wipeAfterDays", "wipe"),
        Row.NotApplicable($"{Rules}settingName", "escalation is one setting for everything that is out of compliance"),
        Row.NotApplicable($"{Rules}blockAction.blockScope", "a lock is about the work VM and nothing else"),
        Row.NotApplicable($"{Rules}wipeAction.preserveFrp", "a wipe destroys the key of the work VM and touches nothing else"),
        Row.Unsupported("complianceRules*", "no setting disables single apps: `compliance.escalation` locks the work VM"),
    ];

    private static ImportRow Days(string pattern, string step) => new(pattern, (key, _) => Row.Whole(key.Text) switch
    {
        null => Judgement.UnknownValue(key),
        0 => Judgement.Mapped("compliance.escalation", $"{step} 1d", "escalation counts whole days, one at least"),
        var days => Judgement.Mapped("compliance.escalation", $"{step} {days}d"),
    });
}
