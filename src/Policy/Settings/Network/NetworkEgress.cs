namespace Twofold.Policies;

/// <summary>Where a work VM may connect to.</summary>
public sealed class NetworkEgress : AllowedSetSetting
{
    /// <summary>The setting.</summary>
    public static readonly NetworkEgress Instance = new();

    private NetworkEgress()
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.egress";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Destinations";

    /// <inheritdoc/>
    public override string Explanation =>
        "Where the work VM may connect to: hosts such as `mail.example.org` or `*.example.org` and networks such as "
        + "`10.0.0.0/8`, each perhaps with a port as in `mail.example.org:993`; `any` restricts nothing. Where several policies "
        + "speak, only destinations that all of them list, as they are written, remain; that may be `none`.";

    /// <inheritdoc/>
    public override string ExampleText => "*.example.org, 10.0.0.0/8, mail.example.org:993";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the filter of the VM's link back from the kernel; a list of more than 1,024 characters holds, but "
        + "is too long to be reported.";

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

    /// <inheritdoc/>
    public override string ItemShape => "destinations such as `mail.example.org:993` or `10.0.0.0/8`";

    /// <inheritdoc/>
    public override string ItemPattern => Destination.Pattern;

    private protected override Reading<string> ParseItem(string text) =>
        Destination.Canonical(text, out var meant) is { } spelt ? spelt : NoItem(text, meant);
}
