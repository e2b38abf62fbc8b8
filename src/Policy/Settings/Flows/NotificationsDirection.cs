namespace Twofold.Policies;

/// <summary>In which directions notifications of one VM may be shown in another between the personal VM and the work VMs.</summary>
public sealed class NotificationsDirection : FlowSetting
{
    /// <summary>The setting.</summary>
    public static readonly NotificationsDirection Instance = new();

    private NotificationsDirection()
    {
    }

    /// <inheritdoc/>
    public override string Key => "notifications.direction";

    /// <inheritdoc/>
    public override string Title => "Notifications";

    /// <inheritdoc/>
    public override FlowDirection Default => FlowDirection.Both;

    /// <inheritdoc/>
    public override string Explanation =>
        "In which directions notifications of one VM may be shown in another between the personal VM and the work VMs. Where "
        + "several policies speak, only the directions that all of them allow remain.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the directions that its own broker of notifications lets pass.";

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
