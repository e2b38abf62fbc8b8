using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>What is wanted of a phone's work VMs. INVARIANT: nothing here ever names a personal VM.</summary>
internal static class PhoneWishes
{
    public static Outcome SetPolicies(PhoneState state, PhoneCommand.SetPolicies command)
    {
        if (command.Revision < state.PolicyRevision) return Outcome.Nothing;
        if (command.VmPolicies.Keys.Select(slot => Forbidden(state, slot)).FirstOrDefault(no => no is not null) is { } no) return no;
        var same = state.PhonePolicy == command.PhonePolicy && state.VmPolicies.SequenceEqual(command.VmPolicies);
        if (same && command.Revision == state.PolicyRevision && KnowsLeases(state, command)) return Outcome.Nothing;
        var version = same ? state.Version : state.Version + 1;
        return Outcome.Happened(new PhoneEvent.PoliciesSet(command.Revision, command.PhonePolicy, command.VmPolicies, version, command.Leases));
    }

    public static Outcome SetVm(PhoneState state, PhoneCommand.SetVm command)
    {
        if (Forbidden(state, command.Slot) is { } no) return no;
        if (state.HasLeft(command.Slot, command.Epoch)) return Outcome.Nothing;
        if (state.Vms.GetValueOrDefault(command.Slot) == new WantedVm(command.Epoch, command.Lifecycle)) return Outcome.Nothing;
        return Outcome.Happened(new PhoneEvent.VmSet(command.Slot, command.Epoch, command.Lifecycle, state.Version + 1));
    }

    private static bool KnowsLeases(PhoneState state, PhoneCommand.SetPolicies command) =>
        command.Leases is null || command.Leases.All(lease => state.Leases.GetValueOrDefault(lease.Key)?.Newest == lease.Value);

    /// <summary>The refusal for a slot of which nothing can be wanted, or null.</summary>
    public static Outcome? Forbidden(PhoneState state, string slot) => state.OwnerOf(slot) switch
    {
        VmOwner.Organisation => null,
        VmOwner.Personal => Outcome.No("floor/personal", $"`{slot}` is personal, nothing can be asked of it"),
        _ => Outcome.No("phone/no-such-slot", $"the phone has no slot `{slot}`"),
    };
}
