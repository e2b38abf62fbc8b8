namespace Twofold.Policies;

/// <summary>What happens to a work VM that stays out of compliance: somebody is told, then it is locked, then wiped.</summary>
public sealed class ComplianceEscalation : Setting<Escalation>
{
    /// <summary>The setting.</summary>
    public static readonly ComplianceEscalation Instance = new();

    private ComplianceEscalation()
    {
    }

    /// <inheritdoc/>
    public override string Key => "compliance.escalation";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Compliance;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "When out of compliance";

    /// <inheritdoc/>
    public override string Unit => string.Empty;

    /// <inheritdoc/>
    public override Escalation Default => new(EscalationSteps.None);

    /// <inheritdoc/>
    public override Escalation Strictest => new(new EscalationSteps(LockDays: 1, WipeDays: 1));

    /// <inheritdoc/>
    public override string Pattern => EscalationText.Pattern;

    /// <inheritdoc/>
    public override string Explanation =>
        "What happens to a work VM that stays out of compliance: `notify` only tells, `lock 3d` locks it after three days, "
        + "`lock 3d, wipe 14d` also wipes it after fourteen. Single rules may have other days: `lock 3d; for unlock.length wipe 7d; for camera.access notify`. "
        + "Where several policies speak, each step of each rule takes the fewest days. A rule that is seen to hold again loses its time after a day.";

    /// <inheritdoc/>
    public override string ExampleText => "lock 3d, wipe 14d";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Server;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The server reads from its own record which step it took, and the phone answers each lock and wipe.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsTotalOrder => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "policyEnforcementRules.blockAction.blockAfterDays", "policyEnforcementRules.wipeAction.wipeAfterDays",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["scheduledActionsForRule"];

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override Reading<Escalation> Parse(string text) => EscalationText.Parse(Key, text);

    /// <inheritdoc/>
    public override string Format(Escalation value) => EscalationText.Format(value);

    /// <inheritdoc/>
    public override Escalation Join(Escalation left, Escalation right) => left.Join(right);
}
