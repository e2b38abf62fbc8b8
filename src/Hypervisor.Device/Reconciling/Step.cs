using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>One thing the agent does. Every step may be done again and changes nothing then.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>A step that acts on one work VM.</summary>
    /// <param name="Vm">INVARIANT: an organisation slot of the phone's own table, whatever was desired.</param>
    public abstract record OnVm(VmRef Vm) : Step;

    /// <summary>Makes the VM, or completes a half-made one.</summary>
    /// <param name="DiskMiB">Size of the guest's disk, in MiB.</param>
    public sealed record Provision(VmRef Vm, long DiskMiB) : OnVm(Vm);

    /// <summary>Boots it, or restores its saved memory.</summary>
    public sealed record Start(VmRef Vm, VmHardware Hardware) : OnVm(Vm);

    /// <summary>Powers it down.</summary>
    public sealed record Stop(VmRef Vm) : OnVm(Vm);

    /// <summary>Stops its vCPUs.</summary>
    public sealed record Pause(VmRef Vm) : OnVm(Vm);

    /// <summary>Lets its vCPUs run on.</summary>
    public sealed record Resume(VmRef Vm) : OnVm(Vm);

    /// <summary>Saves its memory and ends its process.</summary>
    public sealed record Suspend(VmRef Vm) : OnVm(Vm);

    /// <summary>How far its network reaches.</summary>
    public sealed record SetNetwork(VmRef Vm, Ports.NetworkMode Mode) : OnVm(Vm);

    /// <summary>Which kinds of devices of the phone's USB socket are plugged into it.</summary>
    public sealed record SetUsb(VmRef Vm, UsbKinds Allowed) : OnVm(Vm);

    /// <summary>Which of the phone's peripherals are handed to it.</summary>
    public sealed record SetPeripherals(VmRef Vm, PeripheralSet Allowed) : OnVm(Vm);

    /// <summary>What it may take of the phone, and where it may connect to.</summary>
    public sealed record SetLimits(VmRef Vm, VmLimits Limits) : OnVm(Vm);

    /// <summary>Idle seconds before its screen locks.</summary>
    public sealed record SetAutoLock(VmRef Vm, int Seconds) : OnVm(Vm);

    /// <summary>The directions in which the broker passes things of one kind.</summary>
    public sealed record SetFlow(FlowKind Kind, FlowDirection Direction) : Step;

    /// <summary>A step of a wipe.</summary>
    /// <param name="OrderId">The order, or the phone's own id for a lease that ran out.</param>
    public abstract record OfWipe(string OrderId, VmRef Vm) : OnVm(Vm);

    /// <summary>Writes the wipe down and tells the server that it begins.</summary>
    public sealed record BeginWipe(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Ends the VM's process at once.</summary>
    public sealed record KillVm(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Destroys its secret.</summary>
    public sealed record DestroySecret(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Overwrites the key slots of its disk.</summary>
    public sealed record EraseSlots(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Removes its files.</summary>
    public sealed record Unlink(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Signs what is observed and closes the order.</summary>
    public sealed record SignReceipt(string OrderId, VmRef Vm) : OfWipe(OrderId, Vm);

    /// <summary>Tells the server that a lock order is obeyed.</summary>
    public sealed record AcceptLock(DeviceOrder Order) : Step;

    /// <summary>Closes an order without carrying it out.</summary>
    /// <param name="Code">Why, for example <c>order/older-epoch</c>.</param>
    public sealed record RefuseOrder(DeviceOrder Order, string Code) : Step;
}
