using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What is to do for one VM of the desired state.</summary>
internal sealed record VmPlan(ImmutableArray<Step> Steps, ImmutableArray<DeviceFinding> Findings)
{
    private static readonly VmPlan Nothing = new([], []);

    /// <summary>Only a VM in an organisation slot of the phone's own table is ever acted on.</summary>
    public static VmPlan Of(WantedVm wanted, Observed observed, DeviceFacts facts, WipePlan wipes, LockPlan locks) => facts.Slots.Find(wanted.Slot) switch
    {
        null => Found(PlanCodes.SlotUnknown, "this phone has no such slot", slot: null),
        { Owner: SlotOwner.Personal } => new([], [DeviceFinding.OfPersonal(wanted.Slot)]),
        var entry => Of(new VmRef(wanted.Slot, wanted.Epoch), wanted, entry, observed, facts, wipes, locks),
    };

    private static VmPlan Of(
        VmRef vm, WantedVm wanted, SlotEntry entry, Observed observed, DeviceFacts facts, WipePlan wipes, LockPlan locks)
    {
        if (wipes.Claims(vm.Slot) || facts.WasWiped(vm)) return Nothing;
        if (observed.NewestIn(vm.Slot) is { } other && other.Vm != vm && observed.Find(vm) is null)
            return Found(PlanCodes.SlotOccupied, $"`{other.Vm}` is in the slot and goes only by a wipe", vm.Slot);
        if (locks.Holds(vm.Slot)) return Nothing;
        return Drive(vm, wanted, entry, observed, facts);
    }

    private static VmPlan Drive(VmRef vm, WantedVm wanted, SlotEntry entry, Observed observed, DeviceFacts facts)
    {
        var seen = observed.Find(vm);
        var halfMade = seen is null || (seen.State == VmState.Failed && !facts.Provisioned.Contains(vm));
        if (seen is { State: VmState.Failed, SecretPresent: false } && !halfMade)
            return Found(PlanCodes.SecretLost, "the secret of its disk is gone: nothing can start this VM again", vm.Slot);
        if (Opens(wanted, seen) && observed.Versions.TooOldFor(wanted).ToImmutableArray() is { IsEmpty: false } tooOld) return new([], tooOld);
        var hardware = HardwareShare.Of(wanted.Settings, entry, facts.Slots);
        var made = halfMade ? [new Step.Provision(vm, entry.DiskMiB)] : ImmutableArray<Step>.Empty;
        var from = halfMade ? VmState.Stopped : seen!.State;
        var turn = new LifecyclePlan(vm, wanted, hardware.Given, seen, facts.Given.GetValueOrDefault(vm) ?? new GivenDevices());
        return new VmPlan([.. made, .. turn.From(from)], [.. HardwareShare.Findings(vm, hardware, seen)]);
    }

    private static bool Opens(WantedVm wanted, VmObservation? seen) =>
        wanted.Lifecycle is Lifecycle.Running or Lifecycle.Paused && seen is not { State: VmState.Running or VmState.Paused };

    private static VmPlan Found(string code, string explanation, string? slot) => new([], [new DeviceFinding(code, explanation, slot)]);
}
