namespace Twofold.Policies;

/// <summary>In which directions contacts and the names of callers may be looked up between the personal VM and the work VMs.</summary>
public sealed class ContactsDirection : FlowSetting
{
    /// <summary>The setting.</summary>
    public static readonly ContactsDirection Instance = new();

    private ContactsDirection()
    {
    }

    /// <inheritdoc/>
    public override string Key => "contacts.direction";

    /// <inheritdoc/>
    public override string Title => "Contacts";

    /// <inheritdoc/>
    public override FlowDirection Default => FlowDirection.Both;

    /// <inheritdoc/>
    public override string Explanation =>
        "In which directions contacts and the names of callers may be looked up between the personal VM and the work VMs. Where "
        + "several policies speak, only the directions that all of them allow remain.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the directions that its own broker of contacts lets pass.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["crossProfilePolicies.showWorkContactsInPersonalProfile"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "crossProfilePoliciesShowWorkContactsInPersonalProfile", "workProfileBlockCrossProfileContactsSearch",
        "workProfileBlockCrossProfileCallerId",
    ];
}
