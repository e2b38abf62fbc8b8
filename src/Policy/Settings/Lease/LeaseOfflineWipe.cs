namespace Twofold.Policies;

/// <summary>How long a phone may be out of contact before it destroys its work VM's key.</summary>
public sealed class LeaseOfflineWipe : DurationSetting
{
    /// <summary>The setting.</summary>
    public static readonly LeaseOfflineWipe Instance = new();

    private LeaseOfflineWipe()
        : base(least: TimeSpan.FromHours(1), most: TimeSpan.FromDays(730))
    {
    }

    /// <inheritdoc/>
    public override string Key => "lease.offline-wipe";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Lease;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Wipe when offline for";

    /// <inheritdoc/>
    public override TimeSpan Default => TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public override string Explanation =>
        "How long the phone may be out of contact before it destroys the work VM's key, after which its data cannot be read again. "
        + "It is never shorter than the time after which the VM locks.";

    /// <inheritdoc/>
    public override string ExampleText => "14d";

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
