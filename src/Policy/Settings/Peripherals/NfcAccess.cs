namespace Twofold.Policies;

/// <summary>Whether a work VM may use the NFC reader.</summary>
public sealed class NfcAccess : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly NfcAccess Instance = new();

    private NfcAccess()
    {
    }

    /// <inheritdoc/>
    public override string Key => "nfc.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "NFC";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM may use the phone's NFC reader. When blocked, the hypervisor hands it none.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition lists the devices that the hypervisor hands to the VM.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["outgoingBeamDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["nfcBlocked", "nfcBlockOutgoingBeam"];
}
