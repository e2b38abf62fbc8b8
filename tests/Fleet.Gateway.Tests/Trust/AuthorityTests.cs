using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Trust;

/// <summary>The organisation's keys, from one start to the next.</summary>
public sealed class AuthorityTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestProtector _protector = new();
    private readonly ShiftedTime _time = new();

    private string Keys => _folder.In("trust");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_start_finds_the_same_trust()
    {
        using var first = Open();
        using var second = Open();
        Assert.Equal(first.RootFingerprint, second.RootFingerprint);
        Assert.IsType<JwsResult.Verified>(Jws.Verify(first.Signer.Sign(JwsTypes.Policy, [1]), JwsTypes.Policy, second.Signer.Keys));
        Assert.Equal(first.Server.TargetCertificate.Thumbprint, second.Server.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void A_key_that_cannot_be_unprotected_stops_the_start()
    {
        Open().Dispose();
        var fault = Assert.Throws<TrustException>(() => OrganisationAuthority.Open(Options(), new TestProtector(), _time));
        Assert.Equal("trust/unreadable", fault.Code);
    }

    [Theory]
    [InlineData("root.key")]
    [InlineData("root.pem")]
    [InlineData("server.key")]
    [InlineData("server.pem")]
    [InlineData("signing.key")]
    public void A_missing_or_broken_file_stops_the_start_and_nothing_new_is_made(string name)
    {
        Open().Dispose();
        var file = Path.Combine(Keys, name);
        File.WriteAllText(file, "broken");
        Assert.Equal("trust/unreadable", Assert.Throws<TrustException>(Open).Code);
        File.Delete(file);
        Assert.Equal("trust/incomplete", Assert.Throws<TrustException>(Open).Code);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_root_certificate_of_another_key_stops_the_start()
    {
        Open().Dispose();
        using (OrganisationAuthority.Open(Options() with { TrustFolder = _folder.In("other") }, _protector, _time))
            File.Copy(Path.Combine(_folder.In("other"), "root.pem"), Path.Combine(Keys, "root.pem"), overwrite: true);
        Assert.Equal("trust/mismatch", Assert.Throws<TrustException>(Open).Code);
    }

    [Fact]
    public void A_first_start_that_was_cut_short_starts_again()
    {
        Directory.CreateDirectory(Keys + ".new");
        File.WriteAllText(Path.Combine(Keys + ".new", "root.key"), "half");
        using var authority = Open();
        Assert.True(Digest.IsOne(authority.RootFingerprint));
    }

    [Fact]
    public void Only_the_owner_reads_the_keys_and_none_is_stored_in_the_clear()
    {
        Open().Dispose();
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Keys) & others);
        Assert.All(Directory.GetFiles(Keys), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        Assert.All(Directory.GetFiles(Keys, "*.key"), f => Assert.Throws<System.Security.Cryptography.CryptographicException>(() => ImportPlain(f)));
    }

    [Fact]
    public void The_servers_certificate_is_made_anew_for_other_names_and_before_it_ends()
    {
        using var first = Open();
        using var renamed = OrganisationAuthority.Open(Options() with { ServerNames = ["fleet.example", "10.1.2.3"] }, _protector, _time);
        Assert.NotEqual(first.Server.TargetCertificate.Thumbprint, renamed.Server.TargetCertificate.Thumbprint);
        Assert.True(renamed.Server.TargetCertificate.MatchesHostname("fleet.example"));
        Assert.True(renamed.Server.TargetCertificate.MatchesHostname("10.1.2.3"));
        Assert.True(renamed.Server.TargetCertificate.MatchesHostname("127.0.0.1"));
        _time.Advance(TimeSpan.FromDays(360));
        using var later = OrganisationAuthority.Open(Options() with { ServerNames = ["fleet.example", "10.1.2.3"] }, _protector, _time);
        Assert.True(later.Server.TargetCertificate.NotAfter > renamed.Server.TargetCertificate.NotAfter);
        Assert.Equal(first.RootFingerprint, later.RootFingerprint);
    }

    private static void ImportPlain(string file)
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportPkcs8PrivateKey(File.ReadAllBytes(file), out _);
    }

    private GatewayOptions Options() => new(Keys, new("https://localhost:8443/"));

    private OrganisationAuthority Open() => OrganisationAuthority.Open(Options(), _protector, _time);
}
