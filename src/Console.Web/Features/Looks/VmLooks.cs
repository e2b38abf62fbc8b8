using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>The states of VMs and the steps of wipes.</summary>
public static class VmLooks
{
    /// <summary>What was read back of a VM.</summary>
    public static IReadOnlyList<Look> Guests { get; } =
    [
        new("running", "running", Tone.Good, Glyph.Play),
        new("paused", "paused", Tone.Warn, Glyph.Pause),
        new("suspended", "suspended", Tone.Neutral, Glyph.Lock),
        new("stopped", "stopped", Tone.Neutral, Glyph.Stop),
        new("absent", "absent", Tone.Neutral, Glyph.Wipe),
        new("failed", "failed", Tone.Bad, Glyph.Cross),
        new("unknown", "not read yet", Tone.Neutral, Glyph.Info),
    ];

    /// <summary>How far a phone is with a wipe, as the index has it.</summary>
    public static IReadOnlyList<Look> PhoneWipes { get; } =
    [
        new("released", "wipe released", Tone.Progress, Glyph.Send),
        new("delivered", "wipe delivered", Tone.Progress, Glyph.Phone),
        new("acknowledged", "wipe begun", Tone.Progress, Glyph.Wipe),
        new("proved", "wiped, proved", Tone.Good, Glyph.Shield),
    ];

    /// <summary>The look of a guest.</summary>
    public static Look Of(GuestState state) => Look.Find(Guests, state.ToString().ToLowerInvariant());

    /// <summary>The look of a lock.</summary>
    public static Look Of(LockOrder order) => order.Step switch
    {
        LockStep.Held => new("held", "held", Tone.Warn, Glyph.Clock),
        LockStep.Acknowledged or LockStep.Locked => new("locked", "locked", Tone.Good, Glyph.Lock),
        LockStep.Lifting => new("lifting", "being unlocked", Tone.Progress, Glyph.Progress),
        LockStep.Lifted => new("lifted", "unlocked", Tone.Neutral, Glyph.Check),
        LockStep.Refused => new("refused", "refused by the phone", Tone.Bad, Glyph.Cross),
        LockStep.Rejected => new("rejected", "rejected", Tone.Bad, Glyph.Cross),
        LockStep.Cancelled or LockStep.Moot => new("cancelled", "over", Tone.Neutral, Glyph.Close),
        _ => new("underway", order.Step.ToString().ToLowerInvariant(), Tone.Progress, Glyph.Send),
    };

    /// <summary>The look of a wipe order.</summary>
    public static Look Of(WipeOrder wipe) => wipe switch
    {
        { UnreadableSince: not null } => new("unreadable", "unreadable, unproved", Tone.Warn, Glyph.Lock),
        { Step: WipeStep.Released, Cancelling: true } => new("cancelling", "cancelling", Tone.Progress, Glyph.Progress),
        { Step: WipeStep.Requested } => new("requested", "requested", Tone.Progress, Glyph.Progress),
        { Step: WipeStep.Held } => new("held", "held", Tone.Warn, Glyph.Clock),
        { Step: WipeStep.Refused } => new("refused", "refused by the phone", Tone.Bad, Glyph.Cross),
        { Step: WipeStep.Rejected } => new("rejected", "rejected", Tone.Bad, Glyph.Cross),
        { Step: WipeStep.Cancelled } => new("cancelled", "cancelled", Tone.Neutral, Glyph.Close),
        _ => Look.Find(PhoneWipes, wipe.Step.ToString().ToLowerInvariant()),
    };
}
