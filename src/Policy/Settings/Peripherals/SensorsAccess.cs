namespace Twofold.Policies;

/// <summary>Whether a work VM may read the sensors.</summary>
public sealed class SensorsAccess : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly SensorsAccess Instance = new();

    private SensorsAccess()
    {
    }

    /// <inheritdoc/>
    public override string Key => "sensors.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Sensors";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM may read motion, light and body sensors. When blocked, the hypervisor hands it none.";

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
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
