using System.Collections.Immutable;
using Twofold.Fleet.Personas;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>How a phone joins, and joins again.</summary>
internal static class PhoneEnrolling
{
    public static Outcome Enrol(PhoneState state, PhoneCommand.Enrol command, TurnContext context)
    {
        var facts = new Enrolment(
            command.EnrolmentId, command.Hardware, command.Name, command.Owner, Labels(state, command), command.PublicKey, command.Thumbprint,
            Slots(state.Enrolment.Slots, command.Slots));
        if (facts.Slots.Length > Naming.MaxSlots) return Outcome.No("phone/slots", $"a phone has at most {Naming.MaxSlots} slots");
        if (state.Enrolled && state.Barred is null && Same(state.Enrolment, facts)) return Outcome.Nothing;
        if (state.Barred is not null && command.EnrolmentId == state.Enrolment.EnrolmentId) return Outcome.No("phone/barred", "the phone has to enrol with a new token");
        PhoneEvent happened = state.Enrolled ? new PhoneEvent.Reenrolled(facts) : new PhoneEvent.Enrolled(context.Self.Key, facts);
        var attached = Own(Attach(Outcome.Happened(happened), context.Self.Key, facts.Name, facts.Slots), context.Self.Key, facts.Owner, facts.Slots);
        return state.Orders.Where(o => IsPersonal(facts, o.Order.Slot)).Aggregate(attached, (outcome, o) => Fall(outcome, state, o.Order.OrderId));
    }

    /// <summary>
    /// INVARIANT: a slot keeps its first owner and never goes. So no re-enrolment turns a personal VM into a work VM,
    /// and none sheds an order by calling a work VM personal.
    /// </summary>
    private static ImmutableArray<SlotDeclaration> Slots(ImmutableArray<SlotDeclaration> known, ImmutableArray<SlotDeclaration> declared) =>
        [.. known, .. declared.Where(d => known.All(k => k.Slot != d.Slot))];

    // INVARIANT: labels choose policies, so while a work VM is wanted they change only by a description, which the governor counts.
    private static ImmutableSortedDictionary<string, string> Labels(PhoneState state, PhoneCommand.Enrol command) =>
        state.Enrolled && !state.Vms.IsEmpty ? state.Enrolment.Labels : command.Labels;

    private static bool IsPersonal(Enrolment facts, string slot) => facts.Slots.Any(s => s.Slot == slot && s.Owner == VmOwner.Personal);

    // INVARIANT: what was ordered of a slot before it was known falls when it turns out to be personal.
    private static Outcome Fall(Outcome outcome, PhoneState state, string orderId) =>
        outcome.And(Outcome.Happened(new PhoneEvent.OrderRefused(orderId, "floor/personal", state.Version + 1)));

    /// <summary>Tells the VMs the name of their phone.</summary>
    internal static Outcome Attach(Outcome outcome, string phone, string name, ImmutableArray<SlotDeclaration> slots) =>
        slots.Aggregate(outcome, (o, s) => o.Tell(Vms.Vms.Of(phone, s.Slot), new VmCommand.Attach(phone, name, s.Slot, s.Owner)));

    /// <summary>Tells the work environments that began on the phone whose they are.</summary>
    internal static Outcome Own(Outcome outcome, string phone, string owner, ImmutableArray<SlotDeclaration> slots) =>
        slots.Where(s => s.Owner == VmOwner.Organisation)
            .Aggregate(outcome, (o, s) => o.Tell(Personas.Personas.Of(phone, s.Slot), new PersonaCommand.Own(owner)));

    private static bool Same(Enrolment a, Enrolment b) =>
        a with { Labels = b.Labels, Slots = b.Slots } == b && a.Labels.SequenceEqual(b.Labels) && a.Slots.SequenceEqual(b.Slots);
}
