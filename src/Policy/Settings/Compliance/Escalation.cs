using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>What happens to a work VM that breaks one rule for so long.</summary>
/// <param name="LockDays">Days until it is locked, or null for never.</param>
/// <param name="WipeDays">Days until it is wiped, or null for never.</param>
public sealed record EscalationSteps(int? LockDays, int? WipeDays)
{
    /// <summary>Somebody is told, and that is all.</summary>
    public static EscalationSteps None { get; } = new(LockDays: null, WipeDays: null);

    /// <summary>Whether a rule that is broken has days left at first; where nothing follows there is nothing to wait for.</summary>
    public bool GivesGrace => LockDays is not null || WipeDays is not null;

    /// <summary>When the VM is locked that broke the rule then; null for never.</summary>
    public DateTimeOffset? LockAt(DateTimeOffset since) => since.AddDaysOrNull(LockDays);

    /// <summary>When the VM is wiped that broke the rule then; null for never.</summary>
    public DateTimeOffset? WipeAt(DateTimeOffset since) => since.AddDaysOrNull(WipeDays);

    /// <summary>When the first step is taken; null for never.</summary>
    public DateTimeOffset? GraceEnd(DateTimeOffset since) => since.AddDaysOrNull(Sooner(LockDays, WipeDays));

    /// <summary>Each step after the fewest days.</summary>
    public EscalationSteps Join(EscalationSteps other) => new(Sooner(LockDays, other.LockDays), Sooner(WipeDays, other.WipeDays));

    private static int? Sooner(int? left, int? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}

/// <summary>
/// What happens to a work VM that stays out of compliance, for each rule it breaks. A rule is a setting, by its key. As a function from
/// rules to steps it is joined rule by rule, so no policy can give a rule more days than another.
/// </summary>
public sealed class Escalation : IEquatable<Escalation>
{
    private static readonly ImmutableSortedDictionary<string, EscalationSteps> NoRules = ImmutableSortedDictionary.Create<string, EscalationSteps>(StringComparer.Ordinal);

    /// <summary>Makes it; a rule that says what holds anyway is left out.</summary>
    /// <param name="steps">What holds for every rule that is not named.</param>
    /// <param name="rules">What holds for those that are.</param>
    public Escalation(EscalationSteps steps, IEnumerable<KeyValuePair<string, EscalationSteps>>? rules = null) =>
        (Steps, Rules) = (steps, NoRules.AddRange((rules ?? []).Where(r => r.Value != steps)));

    /// <summary>What holds for every rule that is not named.</summary>
    public EscalationSteps Steps { get; }

    /// <summary>What holds for those that are named, by key of the setting.</summary>
    public ImmutableSortedDictionary<string, EscalationSteps> Rules { get; }

    /// <summary>What happens where this rule is broken.</summary>
    public EscalationSteps Of(string setting) => Rules.GetValueOrDefault(setting, Steps);

    /// <summary>For every rule, each step after the fewest days.</summary>
    public Escalation Join(Escalation other) => new(
        Steps.Join(other.Steps),
        Rules.Keys.Union(other.Rules.Keys, StringComparer.Ordinal).Select(rule => KeyValuePair.Create(rule, Of(rule).Join(other.Of(rule)))));

    /// <inheritdoc/>
    public bool Equals(Escalation? other) => other is not null && Steps == other.Steps && Rules.SequenceEqual(other.Rules);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Escalation);

    /// <inheritdoc/>
    public override int GetHashCode() => Rules.Aggregate(Steps.GetHashCode(), (hash, rule) => HashCode.Combine(hash, rule.Key, rule.Value));
}

/// <summary>Counts days.</summary>
internal static class DaysOfGrace
{
    public static DateTimeOffset? AddDaysOrNull(this DateTimeOffset since, int? days) => days is { } count ? since.AddDays(count) : null;
}
