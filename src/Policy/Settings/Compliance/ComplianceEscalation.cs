using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>What happens to a work VM that stays out of compliance.</summary>
/// <param name="LockDays">Days until it is locked, or null for never.</param>
/// <param name="WipeDays">Days until it is wiped, or null for never.</param>
public sealed record Escalation(int? LockDays, int? WipeDays);

/// <summary>What happens to a work VM that stays out of compliance: somebody is told, then it is locked, then wiped.</summary>
public sealed partial class ComplianceEscalation : Setting<Escalation>
{
    /// <summary>The setting.</summary>
    public static readonly ComplianceEscalation Instance = new();

    private const int MostDays = 365;
    private const string Notify = "notify";

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
    public override Escalation Default => new(LockDays: null, WipeDays: null);

    /// <inheritdoc/>
    public override Escalation Strictest => new(LockDays: 1, WipeDays: 1);

    /// <inheritdoc/>
    public override string Pattern => "^(notify|lock [0-9]{1,3}d|wipe [0-9]{1,3}d|lock [0-9]{1,3}d, wipe [0-9]{1,3}d)$";

    /// <inheritdoc/>
    public override string Explanation =>
        "What happens to a work VM that stays out of compliance: `notify` only tells, `lock 3d` locks it after three days, "
        + "`lock 3d, wipe 14d` also wipes it after fourteen. Where several policies speak, each step takes the fewest days.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

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
    public override Reading<Escalation> Parse(string text)
    {
        if (text == Notify) return Default;
        if (text.Length > 40 || Shape().Match(text) is not { Success: true } match) return NoEscalation(text);
        var (locks, wipe) = (Days(match.Groups["lock"]), Days(match.Groups["wipe"]));
        return locks is 0 or > MostDays || wipe is 0 or > MostDays
            ? new ValueFault("policy/out-of-range", $"`{Quote.Short(text)}` is out of the range of `{Key}`, which is 1 to {MostDays} days")
            : new Escalation(locks, wipe);
    }

    /// <inheritdoc/>
    public override string Format(Escalation value)
    {
        string?[] steps = [value.LockDays is { } l ? Invariant($"lock {l}d") : null, value.WipeDays is { } w ? Invariant($"wipe {w}d") : null];
        return value == Default ? Notify : string.Join(", ", steps.OfType<string>());
    }

    /// <inheritdoc/>
    public override Escalation Join(Escalation left, Escalation right) => new(Sooner(left.LockDays, right.LockDays), Sooner(left.WipeDays, right.WipeDays));

    private static int? Sooner(int? left, int? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    private static int? Days(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private ValueFault NoEscalation(string text) => new(
        "policy/unknown-value", $"`{Quote.Short(text)}` is not a value of `{Key}`, which is `notify`, or steps such as `lock 3d, wipe 14d`");

    [GeneratedRegex(@"\A(lock (?<lock>[0-9]{1,3})d(, wipe (?<wipe>[0-9]{1,3})d)?|wipe (?<wipe>[0-9]{1,3})d)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
