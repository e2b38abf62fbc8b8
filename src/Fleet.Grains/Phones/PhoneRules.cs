using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>The rules of a phone: one desired state going down, facts coming up.</summary>
public sealed class PhoneRules : IRules<PhoneState, PhoneCommand, PhoneEvent, PhoneView>
{
    private PhoneRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "phone";

    /// <inheritdoc/>
    public static PhoneState Initial => PhoneState.Initial;

    /// <inheritdoc/>
    public static PhoneCommand? Wake { get; } = new PhoneCommand.LookAtLeases();

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => PhoneIndex.Tables;

    /// <inheritdoc/>
    public static string Needs(PhoneCommand command, GrainId self) => command switch
    {
        PhoneCommand.Describe or PhoneCommand.ResumeFromConflict or PhoneCommand.Ask or PhoneCommand.TakeBack => Capability.PhoneEnrol,
        PhoneCommand.Connected or PhoneCommand.Disconnected or PhoneCommand.Received or PhoneCommand.Observed
            or PhoneCommand.OrderReported or PhoneCommand.ReceiptVerified or PhoneCommand.Complained => Capability.ReportAs(self.Key),
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(PhoneState state, PhoneCommand command, TurnContext context) => (state.Enrolled, command) switch
    {
        (_, PhoneCommand.Enrol enrol) => PhoneEnrolling.Enrol(state, enrol, context),
        (_, PhoneCommand.AddOrder add) => PhoneOrders.Add(state, add.Order, context.Self),
        (_, PhoneCommand.DropOrder drop) => PhoneOrders.Drop(state, drop.OrderId),
        (_, PhoneCommand.LookAtLeases) => PhoneLeases.Look(state, context.Now).And(PhoneEscalation.Look(state, context)),
        (false, _) => Outcome.No("phone/not-enrolled", $"there is no phone `{context.Self.Key}`"),
        (true, PhoneCommand.Describe or PhoneCommand.SetPolicies or PhoneCommand.SetVm) when state.IsRemoved =>
            Outcome.No("phone/removed", "the phone was removed; only orders stand"),
        (true, PhoneCommand.Ask wanted) => PhoneIntents.Ask(state, wanted, context),
        (true, PhoneCommand.TakeBack back) => PhoneIntents.TakeBack(state, back.OrderId, context.Now),
        (true, PhoneCommand.Released or PhoneCommand.Held or PhoneCommand.Rejected) =>
            PhoneDescriptions.Hear(state, command) ?? PhoneIntents.Hear(state, command, context.Now),
        (true, PhoneCommand.Describe describe) => PhoneDescriptions.Describe(state, describe, context),
        (true, PhoneCommand.SetPolicies set) => PhoneWishes.SetPolicies(state, set),
        (true, PhoneCommand.SetVm set) => PhoneWishes.SetVm(state, set),
        (true, PhoneCommand.OrderReported { Accepted: true } report) => PhoneOrders.Acknowledge(state, report.OrderId, context.Now),
        (true, PhoneCommand.OrderReported report) => PhoneOrders.Refuse(state, report.OrderId, report.Code ?? "order/refused", context.Now),
        (true, PhoneCommand.ReceiptVerified verified) => PhoneOrders.Prove(state, verified, context.Now),
        (true, PhoneCommand.Connected connected) => PhoneContact.Connect(state, connected, context.Now),
        (true, PhoneCommand.Disconnected closed) when closed.Session == state.Session =>
            Outcome.Happened(new PhoneEvent.Disconnected(closed.Session, EndOf(state, context), context.Now)),
        (true, PhoneCommand.Disconnected) => Outcome.Nothing,
        (true, PhoneCommand.Received received) => PhoneContact.Receive(state, received.Version, context.Now),
        (true, PhoneCommand.Observed observed) => PhoneContact.Observe(state, observed, context.Now),
        (true, PhoneCommand.Complained complaint) => PhoneContact.Complain(state, complaint, context.Now),
        (true, PhoneCommand.ResumeFromConflict) => PhoneContact.Resume(state),
        (true, PhoneCommand.EscalationRefused no) => PhoneEscalation.Refuse(state, no.OrderId, no.Code),
        (true, PhoneCommand.ServerRestored restored) => PhoneContact.Restore(state, restored.At),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static PhoneState Apply(PhoneState state, PhoneEvent happened) => PhoneFold.Apply(state, happened);

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(PhoneState state) => Earlier(PhoneLeases.NextEnd(state), PhoneEscalation.Next(state));

    /// <inheritdoc/>
    public static PhoneCommand? Returned(Letter letter, string code, string explanation) => letter.Command switch
    {
        GovernorCommand.Charge charge => new PhoneCommand.Rejected(charge.OrderId, "governor", code),
        VmCommand.RequestLock order => new PhoneCommand.EscalationRefused(order.OrderId, code),
        VmCommand.RequestWipe order => new PhoneCommand.EscalationRefused(order.OrderId, code),
        _ => null,
    };

    /// <inheritdoc/>
    public static PhoneCommand? Judged(Judgement judgement) => judgement switch
    {
        Judgement.Released j => new PhoneCommand.Released(j.OrderId, j.ApprovedBy),
        Judgement.Held j => new PhoneCommand.Held(j.OrderId, j.Place),
        Judgement.Rejected j => new PhoneCommand.Rejected(j.OrderId, j.By, j.Reason),
        _ => null,
    };

    /// <inheritdoc/>
    public static PhoneView View(PhoneState state, DateTimeOffset now) => new(
        state.Id, state.Enrolled && !state.IsRemoved, state.Enrolment.Hardware, state.Enrolment.Name, state.Enrolment.Owner, state.Enrolment.Labels,
        state.Enrolment.PublicKey, state.Enrolment.Thumbprint, state.Enrolment.Slots, Desired(state), Given(state),
        state.PolicyRevision, state.ReceivedVersion, state.ObservedVersion, state.Session, state.LastContact, state.Agent, state.Hypervisor,
        state.Protocol, state.KnownSettings, state.Report, state.ConflictVersion is not null, state.Complaint,
        EscalationFacts.Verdict(state), EscalationFacts.Findings(state), PhoneLeases.Exposures(state, now), state.HasForgotten, state.Foreign,
        PhoneLeases.Terms(state), state.Barred, state.Intents)
    {
        Waiting = state.Waiting,
        Escalating = EscalationFacts.Of(state),
        Steps = state.Steps,
    };

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(PhoneState state, GrainId self) => PhoneIndex.Rows(state);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static ImmutableArray<DeviceOrder> Given(PhoneState state) =>
        [.. state.Orders.Where(o => o.Progress != OrderProgress.Lifting).Select(o => o.Order)];

    // Closed by the installation itself: the server that held the socket broke off, nobody knows when, so the last contact stays what it was.
    private static DateTimeOffset EndOf(PhoneState state, TurnContext context) =>
        context.Actor.Kind == ActorKind.System ? state.LastContact ?? context.Now : context.Now;

    private static DesiredState Desired(PhoneState state) => new(
        state.Version, state.PhonePolicy,
        [.. state.Vms.Select(v => new DesiredVm(v.Key, v.Value.Epoch, v.Value.Lifecycle, state.VmPolicies.GetValueOrDefault(v.Key)))]);
}
