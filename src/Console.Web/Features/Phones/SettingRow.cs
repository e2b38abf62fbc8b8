using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;

namespace Twofold.Web.Features.Phones;

/// <summary>A setting as a phone has to obey it, beside what was read back.</summary>
/// <param name="Observed">What was read back; null where nothing was.</param>
/// <param name="Claimed">Only the guest says so.</param>
/// <param name="Remedy">What to do; null where nothing is.</param>
/// <param name="Why">Where the value comes from and what it overrode, one line each.</param>
public sealed record SettingRow(
    string Key, string Title, string Required, string? Observed, bool Claimed, Look Verdict, string? Remedy, IReadOnlyList<string> Why)
{
    /// <summary>The rows of a scope, without what asks nothing of the phone: nobody carries that out and nobody judges it.</summary>
    public static IReadOnlyList<SettingRow> Of(ExplainedScope scope) =>
        [.. scope.Values.Where(v => !v.Setting.AsksNothing(v.Text)).Select(v => Row(scope, v))];

    private static SettingRow Row(ExplainedScope scope, EffectiveValue value)
    {
        var seen = scope.Observed.GetValueOrDefault(value.Setting.Key);
        var finding = scope.Verdict.Findings.FirstOrDefault(f => f.Setting == value.Setting.Key);
        return new(
            value.Setting.Key, value.Setting.Title, value.Text, seen?.Text, seen?.Claimed ?? false,
            PhoneLooks.Of(finding?.State ?? VerdictState.Compliant), finding?.Remedy, [.. Reasons(value)]);
    }

    private static IEnumerable<string> Reasons(EffectiveValue value) =>
    [
        .. value.Origins.Select(o => o.IsDefault ? "the default: no policy says anything" : $"from {o.Policy} ({o.File}:{o.Line})"),
        .. value.Overrode.Select(o => $"overrode {o.Text} from {(o.Origin.IsDefault ? "the default" : $"{o.Origin.Policy} ({o.Origin.File}:{o.Origin.Line})")}"),
    ];
}
