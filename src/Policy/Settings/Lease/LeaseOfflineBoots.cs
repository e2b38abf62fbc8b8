namespace Twofold.Policies;

/// <summary>How often a phone may start out of contact and still open its work VM.</summary>
public sealed class LeaseOfflineBoots : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly LeaseOfflineBoots Instance = new();

    private LeaseOfflineBoots()
        : base(least: 0, most: 20)
    {
    }

    /// <inheritdoc/>
    public override string Key => "lease.offline-boots";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Lease;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Starts while offline";

    /// <inheritdoc/>
    public override string Unit => "starts";

    /// <inheritdoc/>
    public override int Default => 0;

    /// <inheritdoc/>
    public override string Explanation =>
        "How often the phone may start out of contact and still open the work VM. With 0 it stays closed after a restart until "
        + "the server answers; above 0 no clock bounds how long its data can be read, and the console says so. The smallest "
        + "number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "2";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition counts the starts without contact in its journal.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
