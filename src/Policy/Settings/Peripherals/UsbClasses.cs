namespace Twofold.Policies;

/// <summary>Which kinds of USB devices may be handed to a work VM.</summary>
public sealed class UsbClasses : AllowedSetSetting
{
    /// <summary>The setting.</summary>
    public static readonly UsbClasses Instance = new();

    private UsbClasses()
    {
    }

    /// <inheritdoc/>
    public override string Key => "usb.classes";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Kinds of USB devices";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which kinds of USB devices may be handed to the work VM where USB devices may be handed to it at all: `audio`, `hid`, "
        + "`printer`, `storage`, `network` and `other`; `any` restricts nothing. Where several policies speak, only the kinds "
        + "that all of them list remain; that may be `none`.";

    /// <inheritdoc/>
    public override string ExampleText => "audio, hid";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the class of each device that the hypervisor hands to the VM.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "deviceConnectivityManagement.usbDataAccess", "usbFileTransferDisabled", "mountPhysicalMediaDisabled", "usbMassStorageEnabled",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["storageAllowUsb", "storageBlockExternalMedia", "storageBlockUsbFileTransfer"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> KnownItems { get; } = ["audio", "hid", "printer", "storage", "network", "other"];

    /// <inheritdoc/>
    public override string ItemShape => $"some of {Words.Or(KnownItems)}";

    /// <inheritdoc/>
    public override string ItemPattern => $"({string.Join('|', KnownItems)})";

    private protected override Reading<string> ParseItem(string text) =>
        KnownItems.Contains(text) ? text : NoItem(text, Nearest.To(text, KnownItems));
}
