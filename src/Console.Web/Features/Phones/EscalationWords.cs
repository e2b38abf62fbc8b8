using System.Globalization;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Web.Features.Phones;

/// <summary>Says what follows from a broken rule, and what was done about it.</summary>
public static class EscalationWords
{
    /// <summary>One sentence: what happens when, unless the VM complies again.</summary>
    public static string Of(EscalatingRule rule, DateTimeOffset now)
    {
        string?[] past = [Past("locked", rule.LockAt, now), Past("wiped", rule.WipeAt, now)];
        string?[] ahead = [Ahead("is locked", rule.LockAt, now), Ahead("is wiped", rule.WipeAt, now)];
        var (was, will) = (string.Join(" and ", past.OfType<string>()), string.Join(" and ", ahead.OfType<string>()));
        return (was.Length, will.Length) switch
        {
            (0, 0) => "Nothing follows but this notice.",
            (0, _) => $"It {will} unless it complies before.",
            (_, 0) => $"It was to be {was}.",
            _ => $"It was to be {was}, and {will} unless it complies before.",
        };
    }

    /// <summary>What to do, as a sentence; empty where nothing is known of it.</summary>
    public static string Remedy(EscalatingRule rule) => rule.Remedy.Length == 0 ? "" : $"To mend it: {rule.Remedy}.";

    /// <summary>What was asked for, before its time.</summary>
    public static string Of(TakenStep step) => step.Refused is { } code
        ? $"A {Word(step.Kind)} for {step.Setting} could not be given ({code}):"
        : $"A {Word(step.Kind)} of the {SlotWords.Vm(step.Slot)} was asked for because of {step.Setting}:";

    private static string? Past(string done, DateTimeOffset? at, DateTimeOffset now) => at <= now ? $"{done} on {Day(at.Value)}" : null;

    private static string? Ahead(string done, DateTimeOffset? at, DateTimeOffset now) => at > now ? $"{done} on {Day(at.Value)}" : null;

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Word(OrderKind kind) => kind.ToString().ToLowerInvariant();
}
