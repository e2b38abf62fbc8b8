namespace Twofold.Policies;

/// <summary>Whether the work VM's screen may be captured.</summary>
public sealed class ScreenCapture : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly ScreenCapture Instance = new();

    private ScreenCapture()
    {
    }

    /// <inheritdoc/>
    public override string Key => "screen.capture";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Screen;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Screen capture";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether pictures and recordings may be made of the work VM's screen, inside it and beside it.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads whether the work VM's surface is marked as secret; what is captured inside only the guest "
        + "says.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["screenCaptureDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["screenCaptureBlocked", "workProfileBlockScreenCapture"];
}
