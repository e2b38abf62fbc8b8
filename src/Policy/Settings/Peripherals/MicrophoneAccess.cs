namespace Twofold.Policies;

/// <summary>Whether a work VM may use the microphones.</summary>
public sealed class MicrophoneAccess : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly MicrophoneAccess Instance = new();

    private MicrophoneAccess()
    {
    }

    /// <inheritdoc/>
    public override string Key => "microphone.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Microphone";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM may listen through the phone's microphones. When blocked, the hypervisor hands it none.";

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
    public override IReadOnlyList<string> AndroidManagementFields => ["microphoneAccess", "unmuteMicrophoneDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["microphoneForceMute"];
}
