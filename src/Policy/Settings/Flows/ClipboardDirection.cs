namespace Twofold.Policies;

/// <summary>In which directions the clipboard passes between the personal VM and the work VMs.</summary>
public sealed class ClipboardDirection : FlowSetting
{
    /// <summary>The setting.</summary>
    public static readonly ClipboardDirection Instance = new();

    private ClipboardDirection()
    {
    }

    /// <inheritdoc/>
    public override string Key => "clipboard.direction";

    /// <inheritdoc/>
    public override string Title => "Clipboard";

    /// <inheritdoc/>
    public override FlowDirection Default => FlowDirection.None;

    /// <inheritdoc/>
    public override string Explanation =>
        "In which directions what was copied may pass between the personal VM and the work VMs. "
        + "Where several policies speak, only the directions that all of them allow remain.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the directions that its own broker of the clipboard lets pass.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["crossProfilePolicies.crossProfileCopyPaste"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["crossProfilePoliciesAllowCopyPaste", "workProfileBlockCrossProfileCopyPaste"];
}
