namespace Twofold.Policies;

/// <summary>How long a phone may be out of contact before it locks its work VM.</summary>
public sealed class LeaseOfflineLock : DurationSetting
{
    /// <summary>The setting.</summary>
    public static readonly LeaseOfflineLock Instance = new();

    // The phone has the same minimum built in, and refuses a lease below it whoever signed it.
    private LeaseOfflineLock()
        : base(least: TimeSpan.FromMinutes(15), most: TimeSpan.FromDays(365))
    {
    }

    /// <inheritdoc/>
    public override string Key => "lease.offline-lock";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Lease;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Lock when offline for";

    /// <inheritdoc/>
    public override TimeSpan Default => TimeSpan.FromHours(72);

    /// <inheritdoc/>
    public override string Explanation =>
        "How long the phone may be out of contact before it suspends the work VM and drops its key from memory. "
        + "It opens again on the next contact.";

    /// <inheritdoc/>
    public override string ExampleText => "1d";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the lease that it holds back from its journal.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];

    /// <inheritdoc/>
    public override bool EndangersData => true;
}
