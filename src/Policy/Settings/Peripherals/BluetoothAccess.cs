namespace Twofold.Policies;

/// <summary>What Bluetooth may be used for, the strictest first.</summary>
public enum BluetoothUse
{
    /// <summary>Nothing.</summary>
    Blocked,

    /// <summary>Headsets and loudspeakers.</summary>
    Audio,

    /// <summary>Everything.</summary>
    Allowed,
}

/// <summary>What a work VM may use Bluetooth for.</summary>
public sealed class BluetoothAccess : ChoiceSetting<BluetoothUse>
{
    /// <summary>The setting.</summary>
    public static readonly BluetoothAccess Instance = new();

    private BluetoothAccess()
        : base((BluetoothUse.Blocked, "blocked"), (BluetoothUse.Audio, "audio"), (BluetoothUse.Allowed, "allowed"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "bluetooth.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Bluetooth";

    /// <inheritdoc/>
    public override BluetoothUse Default => BluetoothUse.Allowed;

    /// <inheritdoc/>
    public override string Explanation =>
        "What the work VM may use Bluetooth for: nothing, only headsets and loudspeakers, or everything.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition lists the devices that the hypervisor hands to the VM, and which profiles of the radio are behind them.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["bluetoothDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["bluetoothBlocked"];
}
