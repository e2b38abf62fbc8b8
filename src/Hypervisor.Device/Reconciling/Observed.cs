using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>What was read back: from the hypervisor, and from the broker between the VMs.</summary>
/// <param name="Vms">Every VM of which anything is on the phone.</param>
/// <param name="Flows">The rules that the broker applies now.</param>
public sealed record Observed(ImmutableArray<VmObservation> Vms, FlowRules Flows)
{
    /// <summary>What runs beneath the VMs.</summary>
    public PhoneVersions Versions { get; init; } = PhoneVersions.Unknown;

    /// <summary>The VMs whose screen the phone's user lets support see now.</summary>
    public ImmutableArray<VmRef> Viewed { get; init; } = [];

    /// <summary>The VM if anything of it is on the phone.</summary>
    public VmObservation? Find(VmRef vm) => Vms.FirstOrDefault(seen => seen.Vm == vm && seen.State != VmState.Absent);

    /// <summary>The VM with the highest epoch in that slot, if there is any.</summary>
    public VmObservation? NewestIn(string slot) =>
        Vms.Where(seen => seen.Vm.Slot == slot && seen.State != VmState.Absent).MaxBy(seen => seen.Vm.Epoch);
}
