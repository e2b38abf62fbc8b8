using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The way of one work VM from the state it is in to the one it shall be in, with its settings on the way.</summary>
/// <param name="Seen">What was read back; null when there is no VM yet.</param>
/// <param name="Given">What was plugged in since it started.</param>
internal sealed record LifecyclePlan(VmRef Vm, WantedVm Wanted, VmHardware Hardware, VmObservation? Seen, GivenDevices Given)
{
    private WorkSettings Settings => Wanted.Settings;

    /// <summary>The steps from that state. Settings are in force before vCPUs run, wherever the hypervisor can do that.</summary>
    public IEnumerable<Step> From(VmState state) => (state, Wanted.Lifecycle) switch
    {
        (VmState.Running, Lifecycle.Running) => [.. Live(), .. AutoLock(Seen?.GuestAutoLockSeconds)],
        (VmState.Running, Lifecycle.Paused) => [new Step.Pause(Vm), .. Live()],
        (VmState.Paused, Lifecycle.Running) => [.. Live(), new Step.Resume(Vm), .. AutoLock(Seen?.GuestAutoLockSeconds)],
        (VmState.Paused, Lifecycle.Paused) => Live(),
        (VmState.Running or VmState.Paused, Lifecycle.Suspended) => [new Step.Suspend(Vm)],
        (VmState.Stopped or VmState.Suspended, Lifecycle.Running) => [.. Boot(), .. AutoLock(seen: null)],
        (VmState.Stopped or VmState.Suspended, Lifecycle.Paused) => [.. Boot(), new Step.Pause(Vm)],
        (VmState.Failed, Lifecycle.Running) => [new Step.Stop(Vm), .. Boot(), .. AutoLock(seen: null)],
        (VmState.Failed, Lifecycle.Paused) => [new Step.Stop(Vm), .. Boot(), new Step.Pause(Vm)],
        // A VM that is shut down has no memory to save: nothing of it runs, which is what a suspension is for.
        (VmState.Stopped or VmState.Suspended, Lifecycle.Suspended) or (VmState.Stopped, Lifecycle.Stopped) => [],
        (VmState.Failed, Lifecycle.Suspended) or (_, Lifecycle.Stopped) => [new Step.Stop(Vm)],
        _ => [],
    };

    // A VM starts closed: only what policy opens is left to set.
    private IEnumerable<Step> Boot()
    {
        yield return new Step.Start(Vm, Hardware);
        if (Settings.Limits != VmLimits.Open) yield return new Step.SetLimits(Vm, Settings.Limits);
        if (Settings.Network != NetworkMode.None) yield return new Step.SetNetwork(Vm, Settings.Network);
        if (Settings.Usb != UsbKinds.None) yield return new Step.SetUsb(Vm, Settings.Usb);
        if (Settings.Peripherals != default) yield return new Step.SetPeripherals(Vm, Settings.Peripherals);
    }

    private IEnumerable<Step> Live()
    {
        if (Seen?.Limits?.DiffersFrom(Settings.Limits) == true) yield return new Step.SetLimits(Vm, Settings.Limits);
        if (Seen?.Network != Settings.Network) yield return new Step.SetNetwork(Vm, Settings.Network);
        if (UsbDiffers()) yield return new Step.SetUsb(Vm, Settings.Usb);
        if (PeripheralsDiffer()) yield return new Step.SetPeripherals(Vm, Settings.Peripherals);
    }

    // Nothing plugged into an allowed socket looks like a closed one: then what was given last decides. What is seen beyond policy goes.
    private bool UsbDiffers() => Seen?.UsbKinds is { } seen
        ? (seen & ~Settings.Usb) != UsbKinds.None || (Given.Usb ?? seen) != Settings.Usb
        : Given.Usb != Settings.Usb;

    private bool PeripheralsDiffer() => Seen?.Peripherals is { } seen
        ? seen.Exceeds(Settings.Peripherals) || (Given.Peripherals ?? seen) != Settings.Peripherals
        : Given.Peripherals != Settings.Peripherals;

    private IEnumerable<Step> AutoLock(int? seen) => seen == Settings.AutoLockSeconds ? [] : [new Step.SetAutoLock(Vm, Settings.AutoLockSeconds)];
}
