using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Fake;

/// <summary>The hardware of a phone without hardware: what outlives the agent. Everything in memory, and cheap enough for thousands.</summary>
public sealed class FakePhone
{
    internal Lock Gate { get; } = new();

    internal Dictionary<VmRef, FakeVm> Vms { get; } = [];

    internal HashSet<SecretName> Secrets { get; } = [];

    /// <summary>The kinds of the devices in the phone's USB socket.</summary>
    public UsbKinds InUsbSocket { get; set; } = UsbKinds.Storage | UsbKinds.Hid;

    /// <summary>The hypervisor's version; a saved state of another one is not restored.</summary>
    public string HypervisorVersion { get; set; } = "1.0";

    /// <summary>Called before each change with its name ("Kill", "DestroySecret", …): a test throws here to cut the agent off at that point.</summary>
    public Action<string, VmRef>? Before { get; set; }

    /// <summary>Called after each change, likewise.</summary>
    public Action<string, VmRef>? After { get; set; }

    /// <summary>Ends every VM's process and keeps what is at rest, as when the battery dies.</summary>
    public void PowerCut()
    {
        lock (Gate)
            foreach (var vm in Vms.Values) vm.PowerOff();
    }

    internal static DeviceException NotFound(VmRef vm) => new(DeviceCodes.VmNotFound, $"this phone has no `{vm}`");
}

/// <summary>One VM of a <see cref="FakePhone"/>.</summary>
internal sealed class FakeVm
{
    public bool Process { get; set; }

    public bool Paused { get; set; }

    public bool SlotsErased { get; set; }

    public string? SavedBy { get; set; }

    public VmHardware Hardware { get; set; } = new(0, 0);

    public NetworkMode Network { get; set; }

    public UsbKinds Usb { get; set; }

    public PeripheralSet Peripherals { get; set; }

    public VmLimits Limits { get; set; } = VmLimits.Open;

    public int AutoLockSeconds { get; set; }

    public string Clipboard { get; set; } = "";

    public Dictionary<FlowKind, string> Offered { get; } = [];

    public Dictionary<FlowKind, string> Delivered { get; } = [];

    public Dictionary<string, int> Patterns { get; } = new(StringComparer.Ordinal);

    // A guest keeps in memory what it shares, and in its data disk nothing of it.
    public void Boot(VmHardware hardware)
    {
        (Hardware, Clipboard) = (hardware, "");
        Offered.Clear();
        Delivered.Clear();
    }

    public void PowerOff() =>
        (Process, Paused, Network, Usb, Peripherals, Limits) = (false, false, NetworkMode.None, UsbKinds.None, default, VmLimits.Open);
}
