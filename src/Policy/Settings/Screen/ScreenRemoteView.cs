namespace Twofold.Policies;

/// <summary>Whether a screen may be seen from afar, the strictest first.</summary>
public enum RemoteView
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Each time that the user agrees.</summary>
    WithConsent,
}

/// <summary>Whether support may look at the screen of a work VM.</summary>
public sealed class ScreenRemoteView : ChoiceSetting<RemoteView>
{
    /// <summary>The setting.</summary>
    public static readonly ScreenRemoteView Instance = new();

    private ScreenRemoteView()
        : base((RemoteView.Never, "never"), (RemoteView.WithConsent, "with-consent"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "screen.remote-view";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Screen;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Remote view";

    /// <inheritdoc/>
    public override RemoteView Default => RemoteView.WithConsent;

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether support may look at the work VM's screen from afar: never, or each time that the phone's user agrees. There is "
        + "no way without consent.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads whether a consent of the phone's user stands; while none does, nobody is shown the screen.";

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
