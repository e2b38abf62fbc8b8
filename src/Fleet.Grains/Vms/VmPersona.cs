using Twofold.Fleet.Personas;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Vms.VmEvent>;

namespace Twofold.Fleet.Vms;

/// <summary>What the persona hears whose home the work VM is.</summary>
internal static class VmPersona
{
    /// <summary>It lives here, in this epoch.</summary>
    public static Outcome Settles(this Outcome outcome, string phone, string slot, long epoch) =>
        outcome.Tell(Personas.Personas.Of(phone, slot), new PersonaCommand.Settle(phone, slot, epoch));

    /// <summary>What was here in this epoch is gone.</summary>
    public static Outcome Leaves(this Outcome outcome, VmState state, long epoch) => state.Phone.Length == 0
        ? outcome
        : outcome.Tell(Personas.Personas.Of(state.Phone, state.Slot), new PersonaCommand.Leave(state.Phone, state.Slot, epoch));
}
