using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Reads and writes <c>lock 3d, wipe 14d; for unlock.length lock 1d</c>.</summary>
internal static partial class EscalationText
{
    /// <summary>The longest time that a step may wait.</summary>
    public const int MostDays = 365;

    private const int MostCharacters = 8192;
    private const string Notify = "notify";
    private const string Steps = "(notify|lock [0-9]{1,3}d(, wipe [0-9]{1,3}d)?|wipe [0-9]{1,3}d)";
    private const string Rule = $"for [a-z][a-z0-9.-]{{0,62}} {Steps}";

    /// <summary>What every readable text matches.</summary>
    public const string Pattern = $"^({Steps}|{Rule})(; {Rule})*$";

    public static Reading<Escalation> Parse(string key, string text)
    {
        if (text == Notify) return ComplianceEscalation.Instance.Default;
        if (text.Length > MostCharacters) return NoEscalation(key, text);
        var (steps, rules) = (EscalationSteps.None, new Dictionary<string, EscalationSteps>(StringComparer.Ordinal));
        foreach (var (place, part) in text.Split("; ").Index())
        {
            if (Part().Match(part) is not { Success: true } match || (place > 0 && !match.Groups["rule"].Success)) return NoEscalation(key, text);
            var read = Read(key, part, match);
            if (!read.IsRead) return read.Fault;
            if (read.Value.Rule is not { } rule) steps = read.Value.Steps;
            else if (!rules.TryAdd(rule, read.Value.Steps)) return new ValueFault("policy/unknown-value", $"`{Quote.Short(rule)}` stands twice in `{key}`");
        }

        return new Escalation(steps, rules);
    }

    public static string Format(Escalation value) =>
        string.Join("; ", value.Rules.Select(r => $"for {r.Key} {Format(r.Value)}").Prepend(Format(value.Steps)));

    private static string Format(EscalationSteps steps)
    {
        string?[] parts = [steps.LockDays is { } l ? Invariant($"lock {l}d") : null, steps.WipeDays is { } w ? Invariant($"wipe {w}d") : null];
        return steps.GivesGrace ? string.Join(", ", parts.OfType<string>()) : Notify;
    }

    private static Reading<(string? Rule, EscalationSteps Steps)> Read(string key, string part, Match match)
    {
        var (locks, wipe) = (Days(match.Groups["lock"]), Days(match.Groups["wipe"]));
        if (locks is 0 or > MostDays || wipe is 0 or > MostDays)
            return new ValueFault("policy/out-of-range", $"`{Quote.Short(part)}` is out of the range of `{key}`, which is 1 to {MostDays} days");
        var rule = match.Groups["rule"] is { Success: true } named ? named.Value : null;
        return rule is not null && NoRule(key, rule) is { } fault ? fault : (rule, new EscalationSteps(locks, wipe));
    }

    private static ValueFault? NoRule(string key, string rule) => rule != key && SettingCatalogue.TryFind(rule, out _)
        ? null
        : new ValueFault("policy/unknown-setting", $"`{Quote.Short(rule)}` is no rule that `{key}` could be about", rule == key ? null : SettingCatalogue.Meant(rule));

    private static int? Days(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ValueFault NoEscalation(string key, string text) => new(
        "policy/unknown-value",
        $"`{Quote.Short(text)}` is not a value of `{key}`, which is `notify`, or steps such as `lock 3d, wipe 14d`, and other ones for single rules, as in `notify; for unlock.length lock 1d`");

    [GeneratedRegex(@"\A(for (?<rule>[a-z][a-z0-9.-]{0,62}) )?(notify|lock (?<lock>[0-9]{1,3})d(, wipe (?<wipe>[0-9]{1,3})d)?|wipe (?<wipe>[0-9]{1,3})d)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
