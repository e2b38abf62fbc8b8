namespace Twofold.Policies;

/// <summary>Whether the user may add certificates to a work VM.</summary>
public sealed class NetworkUserCertificates : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly NetworkUserCertificates Instance = new();

    private NetworkUserCertificates()
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.user-certificates";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Certificates of the user";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the user may add certificate authorities and client certificates to the work VM. When blocked, only those of "
        + "the organisation count.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest lists the certificates in its store, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["credentialsConfigDisabled"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["certificateCredentialConfigurationDisabled"];
}
