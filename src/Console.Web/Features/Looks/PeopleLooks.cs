using Twofold.Fleet.Operators;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>The states of enrolments, operators and service tokens.</summary>
public static class PeopleLooks
{
    /// <summary>Where an enrolment stands, as the index has it.</summary>
    public static IReadOnlyList<Look> Enrolments { get; } =
    [
        new("open", "waits for its phone", Tone.Progress, Glyph.Clock),
        new("used", "used", Tone.Good, Glyph.Check),
        new("expired", "expired", Tone.Neutral, Glyph.Clock),
        new("revoked", "revoked", Tone.Neutral, Glyph.Close),
    ];

    private static readonly Look Active = new("active", "active", Tone.Good, Glyph.Check);
    private static readonly Look Revoked = new("revoked", "revoked", Tone.Neutral, Glyph.Close);
    private static readonly Look Expired = new("expired", "expired", Tone.Neutral, Glyph.Clock);
    private static readonly Look Disabled = new("disabled", "disabled", Tone.Neutral, Glyph.Close);
    private static readonly Look Locked = new("locked", "locked for a while", Tone.Warn, Glyph.Lock);
    private static readonly Look Invited = new("invited", "invited", Tone.Progress, Glyph.Clock);
    private static readonly Look Asked = new("waiting", "waits for a second person", Tone.Warn, Glyph.Clock);

    /// <summary>The look of an enrolment.</summary>
    public static Look Of(EnrolmentRow row) => Look.Find(Enrolments, row.View.Status.ToString().ToLowerInvariant());

    /// <summary>The look of an operator.</summary>
    public static Look Of(OperatorRow row) => row switch
    {
        { Disabled: true } => Disabled,
        { Pending.Kind: ChangeKind.Invite } => Asked,
        { Invited: true } => Invited,
        { LockedUntil: not null } => Locked,
        _ => Active,
    };

    /// <summary>The look of a service token.</summary>
    public static Look Of(TokenRow row, DateTimeOffset now) => row switch
    {
        { Revoked: true } => Revoked,
        _ when row.ExpiresAt <= now => Expired,
        _ => Active,
    };
}
