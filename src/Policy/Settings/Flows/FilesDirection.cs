namespace Twofold.Policies;

/// <summary>In which directions files may pass between the personal VM and the work VMs.</summary>
public sealed class FilesDirection : FlowSetting
{
    /// <summary>The setting.</summary>
    public static readonly FilesDirection Instance = new();

    private FilesDirection()
    {
    }

    /// <inheritdoc/>
    public override string Key => "files.direction";

    /// <inheritdoc/>
    public override string Title => "Files";

    /// <inheritdoc/>
    public override FlowDirection Default => FlowDirection.Both;

    /// <inheritdoc/>
    public override string Explanation =>
        "In which directions files may pass between the personal VM and the work VMs. Where several policies speak, only the "
        + "directions that all of them allow remain.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the directions that its own broker of files lets pass.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["crossProfilePolicies.crossProfileDataSharing"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["crossProfilePoliciesAllowDataSharing", "workProfileDataSharingType"];
}
