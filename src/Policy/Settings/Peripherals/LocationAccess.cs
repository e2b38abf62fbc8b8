namespace Twofold.Policies;

/// <summary>How closely a place may be known, the strictest first.</summary>
public enum LocationDetail
{
    /// <summary>Not at all.</summary>
    Blocked,

    /// <summary>To about the town.</summary>
    Coarse,

    /// <summary>As the phone does.</summary>
    Precise,
}

/// <summary>How closely a work VM may know where the phone is.</summary>
public sealed class LocationAccess : ChoiceSetting<LocationDetail>
{
    /// <summary>The setting.</summary>
    public static readonly LocationAccess Instance = new();

    private LocationAccess()
        : base((LocationDetail.Blocked, "blocked"), (LocationDetail.Coarse, "coarse"), (LocationDetail.Precise, "precise"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "location.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Peripherals;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Location";

    /// <inheritdoc/>
    public override LocationDetail Default => LocationDetail.Precise;

    /// <inheritdoc/>
    public override string Explanation =>
        "How closely the work VM may know where the phone is: not at all, to about the town, or as precisely as the phone does.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition lists the devices that the hypervisor hands to the VM, and which feed of positions is behind them.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["locationMode", "shareLocationDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["shareDeviceLocationDisabled", "deviceLocationMode", "locationServicesBlocked"];
}
