namespace Twofold.Policies;

/// <summary>Whether USB devices may be handed to a VM, the strictest first.</summary>
public enum UsbAccess
{
    /// <summary>No device is handed to the VM.</summary>
    Blocked,

    /// <summary>The phone's user may hand devices to the VM.</summary>
    Allowed,
}

/// <summary>Whether USB devices may be handed to a VM.</summary>
public sealed class UsbPassthrough : ChoiceSetting<UsbAccess>
{
    /// <summary>The setting.</summary>
    public static readonly UsbPassthrough Instance = new();

    private UsbPassthrough()
        : base((UsbAccess.Blocked, "blocked"), (UsbAccess.Allowed, "allowed"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "usb.passthrough";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "USB devices";

    /// <inheritdoc/>
    public override UsbAccess Default => UsbAccess.Blocked;

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether USB devices may be handed to the work VM. When blocked, the hypervisor takes away what is plugged in and refuses more.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition lists the USB devices that the hypervisor hands to the VM.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["deviceConnectivityManagement.usbDataAccess"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
