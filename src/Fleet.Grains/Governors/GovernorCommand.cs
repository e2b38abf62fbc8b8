using System.Text.Json.Serialization;

namespace Twofold.Fleet.Governors;

/// <summary>
/// What can be asked of the governor: it counts how many work VMs are put at risk on one person's word and holds what exceeds the
/// budgets. There is one, with the key <c>organisation</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Configure), "configure")]
[JsonDerivedType(typeof(Loosen), "loosen")]
[JsonDerivedType(typeof(Charge), "charge")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(Reject), "reject")]
[JsonDerivedType(typeof(Shrink), "shrink")]
[JsonDerivedType(typeof(Seat), "seat")]
[JsonDerivedType(typeof(Unseat), "unseat")]
[JsonDerivedType(typeof(AfterRestore), "after-restore")]
[JsonDerivedType(typeof(Tick), "tick")]
public abstract record GovernorCommand
{
    private GovernorCommand()
    {
    }

    /// <summary>Set everything at first start; a running installation may only tighten: <c>governor/only-tighter</c>.</summary>
    public sealed record Configure(GovernorSettings Settings) : GovernorCommand;

    /// <summary>
    /// Change the settings of a running installation. What is tighter holds at once; anything looser is held, needs a second person and
    /// waits. One at a time: <c>governor/loosening-waits</c>.
    /// </summary>
    public sealed record Loosen(GovernorSettings Settings, string Reason) : GovernorCommand;

    /// <summary>
    /// Someone wants to put this many VMs at risk. A letter from any grain; the answer comes back to it as a <see cref="Judgement"/>.
    /// Who asked is the actor of the turn that sent the letter.
    /// </summary>
    /// <param name="OrderId">Unique, 1 to 128 characters; the same charge again changes nothing.</param>
    /// <param name="Subject">What it is about, for people: a phone's name, a revision.</param>
    /// <param name="Vms">How many work VMs; 0 always passes.</param>
    /// <param name="Reason">Orders of one person with the same effect and reason wait together in one hold.</param>
    /// <param name="OnBehalfOf">Who began it, where the installation itself goes on with it; ignored for everyone else.</param>
    public sealed record Charge(string OrderId, Effect Effect, string Subject, int Vms, string Reason, string? OnBehalfOf = null) : GovernorCommand;

    /// <summary>
    /// A second person agrees. Refused to the one who asked, in person or through a token: <c>governor/own-order</c>; to who alone let
    /// the one in who asked: <c>governor/own-making</c>; to who does not hold
    /// the right for long enough: <c>governor/role-too-new</c>; and when more waits than they saw: <c>governor/hold-grew</c>.
    /// </summary>
    /// <param name="Orders">How many orders they saw in the hold.</param>
    public sealed record Approve(string HoldId, int Orders) : GovernorCommand;

    /// <summary>Whoever may approve, or the one who asked, rejects what is held; also what was agreed on and still waits.</summary>
    public sealed record Reject(string HoldId, string Reason) : GovernorCommand;

    /// <summary>Orders were taken back where they came from (letter from a page of the hold).</summary>
    /// <param name="Orders">How many of this page in all.</param>
    public sealed record Shrink(string HoldId, int Page, int Orders, int Vms) : GovernorCommand;

    /// <summary>Someone may approve from now on (letter from their operator's grain, which no one else can send).</summary>
    public sealed record Seat(DateTimeOffset Since) : GovernorCommand;

    /// <summary>Someone may approve no longer (letter from their operator's grain).</summary>
    public sealed record Unseat(DateTimeOffset At) : GovernorCommand;

    /// <summary>
    /// The server was restored from a backup: what passed since the backup is unknown, so everything counts as spent until the longest
    /// window has passed, and what waits for its time waits anew.
    /// </summary>
    /// <param name="RestoreId">Unique for each restore; the same again changes nothing.</param>
    public sealed record AfterRestore(string RestoreId) : GovernorCommand;

    /// <summary>The time of something that was agreed on may have come.</summary>
    public sealed record Tick : GovernorCommand;
}
