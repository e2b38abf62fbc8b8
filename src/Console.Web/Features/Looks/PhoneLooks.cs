using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>The states and verdicts of phones.</summary>
public static class PhoneLooks
{
    /// <summary>Where a phone stands, as the index has it.</summary>
    public static IReadOnlyList<Look> States { get; } =
    [
        new("online", "online", Tone.Good, Glyph.Check),
        new("pushing", "pushing", Tone.Progress, Glyph.Progress),
        new("offline", "offline", Tone.Neutral, Glyph.Clock),
        new("conflict", "conflict", Tone.Bad, Glyph.Warning),
    ];

    private static readonly Look Removed = new("removed", "removed", Tone.Warn, Glyph.Close);
    private static readonly Look Revoked = new("revoked", "certificate revoked", Tone.Warn, Glyph.Key);
    private static readonly Look Foreseen = new("foreseen", "never enrolled here", Tone.Neutral, Glyph.Clock);

    /// <summary>How observation stands to policy.</summary>
    public static IReadOnlyList<Look> Verdicts { get; } =
    [
        new("compliant", "compliant", Tone.Good, Glyph.Shield),
        new("pending", "pending restart", Tone.Warn, Glyph.Restart),
        new("in-grace", "in grace", Tone.Warn, Glyph.Clock),
        new("non-compliant", "non-compliant", Tone.Bad, Glyph.Cross),
        new("unknown", "unknown", Tone.Neutral, Glyph.Info),
    ];

    /// <summary>How bad a finding is.</summary>
    public static IReadOnlyList<Look> Severities { get; } = [.. Verdicts.Where(l => l.Word != "compliant")];

    /// <summary>The look of a verdict.</summary>
    public static Look Of(VerdictState verdict) => Look.Find(Verdicts, verdict switch
    {
        VerdictState.NonCompliant => "non-compliant",
        VerdictState.InGrace => "in-grace",
        _ => verdict.ToString().ToLowerInvariant(),
    });

    /// <summary>The look of a phone.</summary>
    public static Look Of(PhoneView phone) => phone switch
    {
        { Barred: PhoneBar.Removed } => Removed,
        { Barred: PhoneBar.Revoked } => Revoked,
        { Enrolled: false } => Foreseen,
        _ => Standing(phone),
    };

    private static Look Standing(PhoneView phone) => Look.Find(States, phone switch
    {
        { Conflict: true } => "conflict",
        { Online: false } => "offline",
        { Settled: false } => "pushing",
        _ => "online",
    });
}
