using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>Starts the personal VMs when the phone boots. It is the only thing the agent ever does to them, and nobody orders it.</summary>
internal sealed class LocalBoot(FlooredHypervisor hypervisor, SlotTable slots, AgentLog log)
{
    private const long FirstEpoch = 1;

    /// <summary>Makes and starts each personal VM; one that fails stops neither the others nor the agent.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var seen = await hypervisor.ObserveAsync(cancellation);
        foreach (var slot in slots.Slots.Where(slot => slot.Owner == SlotOwner.Personal)) await BootAsync(slot.Slot, seen, cancellation);
    }

    private async Task BootAsync(string slot, IReadOnlyList<VmObservation> seen, CancellationToken cancellation)
    {
        var there = seen.Where(vm => vm.Vm.Slot == slot && vm.State != VmState.Absent).MaxBy(vm => vm.Vm.Epoch);
        var vm = there?.Vm ?? new VmRef(slot, FirstEpoch);
        try
        {
            if (there is null or { State: VmState.Failed }) await hypervisor.ProvisionLocallyAsync(vm, cancellation);
            log.Write("personal-boot", $"{vm} {await hypervisor.StartLocallyAsync(vm, cancellation)}");
        }
        catch (DeviceException failure)
        {
            log.Write("personal-boot-failed", $"{vm} {failure.Message}");
        }
    }
}
