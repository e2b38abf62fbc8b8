using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What the phone shall be, as it was accepted. What could not be read stands here as the last good value, or as the strictest.</summary>
/// <param name="Version">Of the newest envelope accepted; 0 before the first.</param>
/// <param name="Vms">At most one for a slot.</param>
/// <param name="Flows">Directions in which things may pass between VMs; none before the first policy.</param>
/// <param name="Orders">The standing orders, which may be newer than the rest.</param>
/// <param name="Findings">What of the documents this agent does not know or cannot read.</param>
public sealed record Desired(
    long Version, ImmutableArray<WantedVm> Vms, FlowRules Flows, ImmutableArray<DeviceOrder> Orders, ImmutableArray<DeviceFinding> Findings)
{
    /// <summary>Before anything was accepted.</summary>
    public static Desired Nothing { get; } = new(0, [], FlowRules.Closed, [], []);
}

/// <summary>One VM that the desired state names; whether it may is for the reconciler to say.</summary>
/// <param name="Policy">Digest of its policy document, or null when there is none yet.</param>
/// <param name="Settings">What that document says.</param>
public sealed record WantedVm(string Slot, long Epoch, Lifecycle Lifecycle, string? Policy, WorkSettings Settings);

/// <summary>The settings of one work VM in the agent's own types.</summary>
/// <param name="Hardware">The most that it may have; null is what the phone's own table says.</param>
/// <param name="Usb">The kinds of USB devices that it may have.</param>
/// <param name="AutoLockSeconds">Idle seconds before its screen locks.</param>
/// <param name="Lease">How long it may be out of contact.</param>
public sealed record WorkSettings(VmHardware? Hardware, Ports.NetworkMode Network, UsbKinds Usb, int AutoLockSeconds, Lease Lease)
{
    /// <summary>The peripherals that it may have.</summary>
    public PeripheralSet Peripherals { get; init; }

    /// <summary>When it may be open, in the phone's local time.</summary>
    public WeeklyHours Hours { get; init; } = WeeklyHours.Always;

    /// <summary>Whether support may look at its screen while the phone's user agrees.</summary>
    public RemoteView RemoteView { get; init; } = RemoteView.Never;

    /// <summary>What a demand for any version says.</summary>
    public static Version AnyVersion => IntegrityHypervisor.Instance.Default;

    /// <summary>The least version of the hypervisor with which it opens.</summary>
    public Version LeastHypervisor { get; init; } = AnyVersion;

    /// <summary>The least version of the control partition with which it opens.</summary>
    public Version LeastControlPartition { get; init; } = AnyVersion;

    /// <summary>Before a policy was accepted: no network, no USB, no peripherals, the shortest auto-lock, and the lease that holds where no policy speaks.</summary>
    public static WorkSettings Closed { get; } = new(
        Hardware: null, Ports.NetworkMode.None, UsbKinds.None, (int)ScreenAutoLock.Instance.Strictest.TotalSeconds, Lease.Default);

    /// <summary>What it may take of the phone while it runs, and where it may connect to.</summary>
    public VmLimits Limits { get; init; } = VmLimits.Open;
}
