using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;

namespace Twofold.Web.Features.Phones;

/// <summary>A setting as a phone has to obey it, beside what was read back.</summary>
/// <param name="Observed">What was read back; null where nothing was.</param>
/// <param name="Claimed">Only the guest says so.</param>
/// <param name="Remedy">What to do; null where nothing is.</param>
/// <param name="Why">Where the value comes from and what it overrode, one line each.</param>
/// <param name="Explanation">What the setting does.</param>
/// <param name="Revision">The revision whose line the value is; null for a default.</param>
public sealed record SettingRow(
    string Key, string Title, string Required, string? Observed, bool Claimed, Look Verdict, string? Remedy, IReadOnlyList<string> Why, string Explanation,
    long? Revision)
{
    /// <summary>The rows of a scope, without what asks nothing of the phone: nobody carries that out and nobody judges it.</summary>
    /// <param name="revision">The revision that every origin but the default is a line of.</param>
    public static IReadOnlyList<SettingRow> Of(ExplainedScope scope, ExplainedRevision revision) =>
        [.. scope.Values.Where(v => !v.Setting.AsksNothing(v.Text)).Select(v => Row(scope, v, revision))];

    private static SettingRow Row(ExplainedScope scope, EffectiveValue value, ExplainedRevision revision)
    {
        var seen = scope.Observed.GetValueOrDefault(value.Setting.Key);
        var finding = scope.Verdict.Findings.FirstOrDefault(f => f.Setting == value.Setting.Key);
        return new(
            value.Setting.Key, value.Setting.Title, value.Text, seen?.Text ?? (value.Setting.Enforcement == Enforcement.Server ? "kept by the server" : null),
            seen?.Claimed ?? false,
            PhoneLooks.Of(finding?.State ?? VerdictState.Compliant), finding?.Remedy, [.. Reasons(value, revision)], value.Setting.Explanation,
            value.Origin.IsDefault ? null : revision.Number);
    }

    private static IEnumerable<string> Reasons(EffectiveValue value, ExplainedRevision revision) =>
    [
        .. value.Origins.Select(o => o.IsDefault ? "the default: no policy says anything" : $"from {Place(o)}, {Words(revision)}"),
        .. value.Overrode.Select(o => $"overrode {o.Text} from {(o.Origin.IsDefault ? "the default" : Place(o.Origin))}"),
    ];

    private static string Place(Origin origin) => $"{origin.Policy} ({origin.File}:{origin.Line})";

    private static string Words(ExplainedRevision revision) =>
        $"revision {revision.Number:N0} by {revision.Author}{(revision.ApprovedBy is { } other ? $", approved by {other}" : "")}";
}
