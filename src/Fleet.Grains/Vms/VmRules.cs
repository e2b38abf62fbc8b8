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
    public static IndexSchema? Index => VmIndex.Schema;

    /// <inheritdoc/>
    public static string Needs(VmCommand command, GrainId self) => command switch
    {
        VmCommand.SetLifecycle or VmCommand.Reprovision => Capability.VmLifecycle,
        VmCommand.RequestWipe or VmCommand.CancelWipe => Capability.Wipe,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(VmState state, VmCommand command, TurnContext context) => (state.Status, command) switch
    {
        (S.Unknown, VmCommand.Attach attach) => Attach(attach),
        (_, VmCommand.Attach attach) => Rename(state, attach),
        (S.Unknown, _) => No("vm/unknown", $"there is no VM `{context.Self.Key}`"),
        (S.Personal, VmCommand.Observe { Work: not null }) => Outcome.Nothing,
        (_, VmCommand.Observe seen) => Observe(state, seen),

        (S.Personal, VmCommand.SetLifecycle or VmCommand.RequestWipe or VmCommand.CancelWipe or VmCommand.Reprovision) =>
            No("floor/personal", $"`{state.Slot}` is personal, nothing can be asked of it"),
        (S.Personal, _) => Outcome.Nothing,

        (S.Wiped, VmCommand.SetLifecycle) => No("vm/wiped", "the VM was wiped, only a new one can be made"),
        (>= S.WipeReleased, VmCommand.SetLifecycle) => No("vm/wipe-in-progress", "a wipe of the VM is under way"),
        (_, VmCommand.SetLifecycle set) => SetLifecycle(state, set.Target),

        (_, VmCommand.RequestWipe wipe) when state.OrderIds.Contains(wipe.OrderId) => Outcome.Nothing,
        (_, VmCommand.RequestWipe { Epoch: { } epoch }) when epoch != state.Epoch =>
            No("vm/other-epoch", $"epoch {epoch} of the VM is not the present one"),
        (S.Wiped, VmCommand.RequestWipe) => No("vm/wiped", "the VM was wiped already"),
        (>= S.WipeRequested, VmCommand.RequestWipe) => No("vm/wipe-in-progress", "a wipe of the VM is under way"),
        (_, VmCommand.RequestWipe wipe) => VmWipes.Request(state, wipe, context),
        (_, VmCommand.CancelWipe cancel) => VmWipes.Cancel(state, cancel.OrderId, context.Now),

        (S.Wiped, VmCommand.Reprovision) => Reprovision(state),
        (S.WipeRefused, VmCommand.Reprovision) when state.Guest == GuestState.Absent => Reprovision(state),
        (_, VmCommand.Reprovision) => No("vm/not-wiped", "a new VM can be made only after the old one is proved gone"),

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
    public static VmView View(VmState state, DateTimeOffset now) => new(
        state.Phone, state.PhoneName, state.Slot, state.Owner, state.Epoch,
        state.Status is S.Unknown or S.Personal or S.Wiped ? null : state.Desired,
        state.Guest, state.ObservedAt, state.Work, state.Personal, state.Wipes.FirstOrDefault(), [.. state.Wipes.Skip(1)]);

    /// <inheritdoc/>
    public static IndexRow? Row(VmState state, GrainId self) => VmIndex.Row(state);

    /// <summary>Tells the phone what is wanted of the work VM.</summary>
    internal static Outcome TellPhone(Outcome outcome, VmState state, long epoch, Lifecycle lifecycle) =>
        outcome.Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.SetVm(state.Slot, epoch, lifecycle));

    private static Outcome Attach(VmCommand.Attach attach)
    {
        var personal = attach.Owner == VmOwner.Personal;
        var attached = Outcome.Happened(new VmEvent.Attached(attach.Phone, attach.PhoneName, attach.Slot, attach.Owner, personal ? 0 : 1));
        return personal ? attached : TellPhone(attached, new VmState { Phone = attach.Phone, Slot = attach.Slot }, 1, Lifecycle.Running);
    }

    private static Outcome Rename(VmState state, VmCommand.Attach attach) =>
        attach.PhoneName == state.PhoneName ? Outcome.Nothing : Outcome.Happened(new VmEvent.PhoneRenamed(attach.PhoneName));

    private static Outcome SetLifecycle(VmState state, Lifecycle target) => target == state.Desired
        ? Outcome.Nothing
        : TellPhone(Outcome.Happened(new VmEvent.LifecycleSet(target)), state, state.Epoch, target);

    private static Outcome Reprovision(VmState state) =>
        TellPhone(Outcome.Happened(new VmEvent.Reprovisioned(state.Epoch + 1)), state, state.Epoch + 1, Lifecycle.Running);

    private static Outcome Observe(VmState state, VmCommand.Observe seen) =>
        Reports.Same(state.Work, seen.Work) && state.Personal == seen.Personal
            ? Outcome.Nothing
            : Outcome.Happened(new VmEvent.Observed(seen.Work, seen.Personal, seen.At));

    private static Outcome No(string code, string explanation) => Outcome.No(code, explanation);
}
