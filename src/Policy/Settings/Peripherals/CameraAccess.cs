namespace Twofold.Policies;

/// <summary>Whether a work VM may use the cameras.</summary>
public sealed class CameraAccess : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly CameraAccess Instance = new();

    private CameraAccess()
    {
    }

    /// <inheritdoc/>
    public override string Key => "camera.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Camera";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM may use the phone's cameras. When blocked, the hypervisor hands it none.";

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
    public override IReadOnlyList<string> AndroidManagementFields => ["cameraAccess", "cameraDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["cameraBlocked", "workProfileBlockCamera"];
}
