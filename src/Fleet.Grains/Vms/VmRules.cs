using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Vms.VmEvent>;
using S = Twofold.Fleet.Vms.VmStatus;

namespace Twofold.Fleet.Vms;

/// <summary>
/// The rules of a VM. What people ask is answered by its status and refused with a code; letters that come late change nothing,
/// because they tell of an order that went on without them. INVARIANT: nothing that can be asked reaches a personal VM.
/// </summary>
public sealed class VmRules : IRules<VmState, VmCommand, VmEvent, VmView>
{
    private VmRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "vm";

    /// <inheritdoc/>
    public static VmState Initial => VmState.Initial;

    /// <inheritdoc/>
    public static VmCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => VmIndex.Tables;

    /// <inheritdoc/>
    public static string Needs(VmCommand command, GrainId self) => command switch
    {
        VmCommand.SetLifecycle or VmCommand.Reprovision or VmCommand.RequestLock or VmCommand.Unlock => Capability.VmLifecycle,
        VmCommand.RequestWipe or VmCommand.CancelWipe => Capability.Wipe,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(VmState state, VmCommand command, TurnContext context) => (state.Status, command) switch
    {
        (S.Unknown, VmCommand.Attach attach) => Attach(state, attach, context.Now),
        (_, VmCommand.Attach attach) when state.Detached => TellPhone(
            Outcome.Happened(new VmEvent.Returned(attach.PhoneName)), state, state.Epoch, state.Desired),
        (_, VmCommand.Attach attach) => Rename(state, attach),
        (_, VmCommand.Detach) => state.Detached || state.Owner == VmOwner.Personal ? Outcome.Nothing : Outcome.Happened(new VmEvent.Detached()),
        (_, VmCommand.SetLifecycle or VmCommand.Reprovision) when state.Detached => No("vm/phone-removed", "the phone was removed; only orders stand"),
        (S.Unknown, VmCommand.SetLifecycle or VmCommand.Reprovision or VmCommand.Observe) => No("vm/unknown", $"there is no VM `{context.Self.Key}`"),
        (S.Unknown, not (VmCommand.RequestWipe or VmCommand.RequestLock or VmCommand.CancelWipe or VmCommand.Unlock)) when !state.Foreseen =>
            No("vm/unknown", $"there is no VM `{context.Self.Key}`"),
        (S.Personal, VmCommand.Observe { Work: not null }) => Outcome.Nothing,
        (_, VmCommand.Observe seen) => Observe(state, seen, context.Now),

        (S.Personal, VmCommand.SetLifecycle or VmCommand.RequestWipe or VmCommand.CancelWipe or VmCommand.Reprovision or VmCommand.RequestLock or VmCommand.Unlock) =>
            No("floor/personal", $"`{state.Slot}` is personal, nothing can be asked of it"),
        (S.Personal, _) => Outcome.Nothing,

        (S.Wiped, VmCommand.SetLifecycle) => No("vm/wiped", "the VM was wiped, only a new one can be made"),
        (>= S.WipeReleased, VmCommand.SetLifecycle) => No("vm/wipe-in-progress", "a wipe of the VM is under way"),
        (_, VmCommand.SetLifecycle set) => SetLifecycle(state, set.Target),

        (_, VmCommand.RequestWipe wipe) when state.OrderIds.Contains(wipe.OrderId) => Outcome.Nothing,
        (_, VmCommand.RequestLock wanted) when state.OrderIds.Contains(wanted.OrderId) => Outcome.Nothing,
        (not S.Unknown, VmCommand.RequestWipe { Epoch: { } epoch }) when epoch != state.Epoch => OtherEpoch(epoch),
        (not S.Unknown, VmCommand.RequestLock { Epoch: { } epoch }) when epoch != state.Epoch => OtherEpoch(epoch),
        (S.Wiped, VmCommand.RequestWipe) => No("vm/wiped", "the VM was wiped already"),
        (>= S.WipeRequested, VmCommand.RequestWipe) => No("vm/wipe-in-progress", "a wipe of the VM is under way"),
        (S.Unknown, VmCommand.RequestWipe) when state.Wipes is [{ Step: < WipeStep.Proved }, ..] => No("vm/wipe-in-progress", "a wipe of the VM is under way"),
        (_, VmCommand.RequestWipe wipe) => VmWipes.Request(state, wipe, context),
        (_, VmCommand.CancelWipe cancel) => VmWipes.Cancel(state, cancel, context.Now),

        (S.Wiped, VmCommand.RequestLock) => No("vm/wiped", "the VM was wiped already"),
        (_, VmCommand.RequestLock) when state.IsToBeLocked => No("vm/lock-in-progress", "a lock of the VM stands or is under way"),
        (_, VmCommand.RequestLock wanted) => VmLocks.Request(state, wanted, context),
        (_, VmCommand.Unlock unlock) => VmLocks.Unlock(state, unlock.OrderId, context),

        (S.Wiped, VmCommand.Reprovision) => Reprovision(state),
        (S.WipeRefused, VmCommand.Reprovision) when state.Guest == GuestState.Absent => Reprovision(state),
        (_, VmCommand.Reprovision) => No("vm/not-wiped", "a new VM can be made only after the old one is proved gone"),

        _ when LockOf(state, command) is { } known => VmLocks.Hear(known, state, command, context.Now),
        _ => VmWipes.Hear(state, command, context.Now),
    };

    /// <inheritdoc/>
    public static VmState Apply(VmState state, VmEvent happened) => VmFold.Apply(state, happened);

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(VmState state) => null;

    /// <summary>An order that the phone's grain cannot take is a refused order; one that the governor cannot count is rejected.</summary>
    public static VmCommand? Returned(Letter letter, string code, string explanation) => letter.Command switch
    {
        PhoneCommand.AddOrder add => new VmCommand.Refused(add.Order.OrderId, code),
        GovernorCommand.Charge charge => new VmCommand.Rejected(charge.OrderId, "governor", code),
        _ => null,
    };

    /// <inheritdoc/>
    public static VmCommand? Judged(Judgement judgement) => judgement switch
    {
        Judgement.Released j => new VmCommand.Released(j.OrderId, j.ApprovedBy),
        Judgement.Held j => new VmCommand.Held(j.OrderId, j.Place),
        Judgement.Rejected j => new VmCommand.Rejected(j.OrderId, j.By, j.Reason),
        _ => null,
    };

    /// <inheritdoc/>
    public static VmView View(VmState state, DateTimeOffset now) => new(
        state.Phone, state.PhoneName, state.Slot, state.Owner, state.Epoch,
        state.Status is S.Unknown or S.Personal or S.Wiped ? null : state.Desired,
        state.Guest, state.ObservedAt, state.Work, state.Personal, Shown(state, state.Wipes.FirstOrDefault()), [.. state.Wipes.Skip(1).Select(w => Shown(state, w)!)],
        state.Locks.FirstOrDefault(), [.. state.Locks.Skip(1)], state.Foreseen, state.Detached, state.UnreadableSince);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(VmState state, GrainId self) => VmIndex.Rows(state);

    /// <summary>Tells the phone what is wanted of the work VM.</summary>
    internal static Outcome TellPhone(Outcome outcome, VmState state, long epoch, Lifecycle lifecycle) =>
        outcome.Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.SetVm(state.Slot, epoch, lifecycle));

    private static Outcome Attach(VmState state, VmCommand.Attach attach, DateTimeOffset now)
    {
        var personal = attach.Owner == VmOwner.Personal;
        var attached = Outcome.Happened(new VmEvent.Attached(attach.Phone, attach.PhoneName, attach.Slot, attach.Owner, personal ? 0 : 1));
        return personal
            ? Fallen(state, now).Aggregate(attached, (outcome, fall) => outcome.And(Outcome.Happened(fall)))
            : TellPhone(attached, new VmState { Phone = attach.Phone, Slot = attach.Slot }, 1, Lifecycle.Running).Settles(attach.Phone, attach.Slot, 1);
    }

    /// <summary>What was ordered of the slot before it was known falls: it is personal.</summary>
    private static IEnumerable<VmEvent> Fallen(VmState state, DateTimeOffset now) =>
    [
        .. state.Wipes.Where(w => w.Step < WipeStep.Proved).Select(w => new VmEvent.WipeRefused(w.OrderId, "floor/personal", now)),
        .. state.Locks.Where(l => l.Stands).Select(l => new VmEvent.LockMoved(l.OrderId, LockStep.Refused, now, Why: "floor/personal")),
    ];

    private static Outcome Rename(VmState state, VmCommand.Attach attach) =>
        attach.PhoneName == state.PhoneName ? Outcome.Nothing : Outcome.Happened(new VmEvent.PhoneRenamed(attach.PhoneName));

    private static Outcome SetLifecycle(VmState state, Lifecycle target) => target == state.Desired
        ? Outcome.Nothing
        : TellPhone(Outcome.Happened(new VmEvent.LifecycleSet(target)), state, state.Epoch, target);

    private static Outcome Reprovision(VmState state) =>
        TellPhone(Outcome.Happened(new VmEvent.Reprovisioned(state.Epoch + 1)), state, state.Epoch + 1, Lifecycle.Running)
            .Leaves(state, state.Epoch).Settles(state.Phone, state.Slot, state.Epoch + 1);

    private static Outcome Observe(VmState state, VmCommand.Observe seen, DateTimeOffset now) =>
        Reports.Same(state.Work, seen.Work) && state.Personal == seen.Personal
            ? Outcome.Nothing
            : Outcome.Happened(new VmEvent.Observed(seen.Work, seen.Personal, seen.At))
                .And(VmLocks.Seen(state, seen.Work, now)).And(Found(state, seen.Work));

    /// <summary>A newer VM than this server knows is the one that counts from now on: orders are for it, and none for it is ever refused as unknown.</summary>
    private static Outcome Found(VmState state, WorkVmReport? work) =>
        work is { State: not GuestState.Absent } && work.Epoch > state.Epoch && work.Epoch <= state.Epoch + PhoneState.MaxForgotten
            ? TellPhone(Outcome.Happened(new VmEvent.EpochFound(work.Epoch)), state, work.Epoch, state.Desired)
            : Outcome.Nothing;

    /// <summary>An order that is not proved says whether the lease has ended all the same.</summary>
    private static WipeOrder? Shown(VmState state, WipeOrder? wipe) =>
        wipe is { Step: WipeStep.Released or WipeStep.Delivered or WipeStep.Acknowledged } && wipe.Epoch == state.Epoch
            ? wipe with { UnreadableSince = state.UnreadableSince }
            : wipe;

    private static LockOrder? LockOf(VmState state, VmCommand letter) => letter switch
    {
        VmCommand.Held l => state.Lock(l.OrderId),
        VmCommand.Released l => state.Lock(l.OrderId),
        VmCommand.Rejected l => state.Lock(l.OrderId),
        VmCommand.Delivered l => state.Lock(l.OrderId),
        VmCommand.Acknowledged l => state.Lock(l.OrderId),
        VmCommand.Refused l => state.Lock(l.OrderId),
        VmCommand.Dropped l => state.Lock(l.OrderId),
        VmCommand.Lifted l => state.Lock(l.OrderId),
        _ => null,
    };

    private static Outcome OtherEpoch(long epoch) => No("vm/other-epoch", $"epoch {epoch} of the VM is not the present one");

    private static Outcome No(string code, string explanation) => Outcome.No(code, explanation);
}
