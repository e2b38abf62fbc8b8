using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Vms.VmEvent>;

namespace Twofold.Fleet.Vms;

/// <summary>The ladder of locks. A lock stands until it is taken back, and that too is a step which the phone has to hear of.</summary>
internal static class VmLocks
{
    public static Outcome Request(VmState state, VmCommand.RequestLock wanted, TurnContext context)
    {
        if (VmWipes.Problem(wanted.OrderId, wanted.Reason) is { } no) return no;
        return VmWipes.Foreseen(state, context)
            .And(Outcome.Happened(new VmEvent.LockRequested(wanted.OrderId, VmWipes.EpochOf(state, wanted.Epoch), wanted.Reason, context.Actor.Shown, context.Now)))
            .Tell(Governors.Governors.Organisation, new GovernorCommand.Charge(wanted.OrderId, Effect.Lock, VmWipes.Subject(state, context), 1, wanted.Reason));
    }

    /// <summary>A lock can be taken back at any step: opening a VM destroys nothing.</summary>
    public static Outcome Unlock(VmState state, string orderId, TurnContext context) => state.Lock(orderId) switch
    {
        null => Outcome.No("vm/no-such-order", $"there is no lock `{orderId}`"),
        { Step: LockStep.Requested } => Cancelled(orderId, context),
        { Step: LockStep.Held } held => VmWipes.TakeBack(Cancelled(orderId, context), held.HeldAt ?? "", orderId),
        { Stands: true } => Outcome.Happened(new VmEvent.UnlockAsked(orderId, context.Actor.Shown, context.Now))
            .Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.DropOrder(orderId)),
        _ => Outcome.Nothing,
    };

    /// <summary>A letter about a lock. One that tells nothing new changes nothing.</summary>
    public static Outcome Hear(LockOrder known, VmState state, VmCommand letter, DateTimeOffset now) => (known.Step, letter) switch
    {
        (LockStep.Requested, VmCommand.Held held) => Outcome.Happened(new VmEvent.LockMoved(known.OrderId, LockStep.Held, now, Place: held.Place)),
        (LockStep.Cancelled, VmCommand.Held held) => VmWipes.TakeBack(Outcome.Nothing, held.Place, held.OrderId),
        (LockStep.Requested or LockStep.Held, VmCommand.Rejected no) => VmWipes.TurnedAway(Move(known, LockStep.Rejected, now, no.By, no.Reason), state, no),
        (LockStep.Requested or LockStep.Held, VmCommand.Released yes) => Move(known, LockStep.Released, now, yes.ApprovedBy)
            .Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.AddOrder(new DeviceOrder(known.OrderId, OrderKind.Lock, state.Slot, known.Epoch))),
        (LockStep.Released, VmCommand.Delivered) => Move(known, LockStep.Delivered, now),
        (LockStep.Released or LockStep.Delivered, VmCommand.Acknowledged) => Move(known, LockStep.Acknowledged, now),
        (>= LockStep.Released and <= LockStep.Lifting, VmCommand.Refused no) => Move(known, LockStep.Refused, now, why: no.Code),
        (LockStep.Lifting, VmCommand.Dropped) => Move(known, LockStep.Cancelled, now),
        (LockStep.Lifting, VmCommand.Lifted) => Move(known, LockStep.Lifted, now),
        _ => Outcome.Nothing,
    };

    /// <summary>The lock that a report shows in force: it is closed because of an order, and this one is the order.</summary>
    public static Outcome Seen(VmState state, WorkVmReport? work, DateTimeOffset now) =>
        work is { Lock: LockReasons.Order, State: not (GuestState.Running or GuestState.Paused) }
        && state.Locks.FirstOrDefault(l => l.Epoch == work.Epoch && l.Step is >= LockStep.Released and < LockStep.Locked) is { } shown
            ? Move(shown, LockStep.Locked, now)
            : Outcome.Nothing;

    private static Outcome Cancelled(string orderId, TurnContext context) => Outcome.Happened(
        new VmEvent.UnlockAsked(orderId, context.Actor.Shown, context.Now), new VmEvent.LockMoved(orderId, LockStep.Cancelled, context.Now));

    private static Outcome Move(LockOrder known, LockStep step, DateTimeOffset now, string? by = null, string? why = null) =>
        Outcome.Happened(new VmEvent.LockMoved(known.OrderId, step, now, by, why));
}
