using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Composing;

/// <summary>From the policy set to the documents that phones are named.</summary>
public sealed class ComposerTests : IAsyncLifetime
{
    private const string Closed = """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: closed }
        spec:
          phones: { matchLabels: { team: red } }
          settings:
            network.mode: none
        """;

    private GatewayRig _rig = null!;
    private TestPhone _red = null!;
    private TestPhone _blue = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _red = await _rig.PhoneAsync("hardware-red", ("team", "red"));
        _blue = await _rig.PhoneAsync("hardware-blue", ("team", "blue"));
    }

    public async ValueTask DisposeAsync()
    {
        _red.Dispose();
        _blue.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_policy_set_phones_get_the_defaults_signed_once()
    {
        var red = await _rig.ComposedAsync(_red.Id);
        var blue = await _rig.ComposedAsync(_blue.Id);
        Assert.Equal(red.Desired.PhonePolicy, blue.Desired.PhonePolicy);
        Assert.Equal(red.Desired.Vms[0].Policy, blue.Desired.Vms[0].Policy);
        var payload = await PayloadAsync(red);
        Assert.Equal(EffectivePolicy.Of(PolicySet.Empty, new PhoneFacts("any", red.Labels), PolicyScope.Vm("work")).ToPayload().Digest, payload.Digest);
    }

    [Fact]
    public async Task A_policy_reaches_the_phones_whose_labels_it_names_and_no_other()
    {
        await ProposeAsync(_rig, 1, new PolicyFile("closed.yaml", Policy("red")));
        var red = await RevisedAsync(_red, 1);
        var blue = await RevisedAsync(_blue, 1);
        Assert.Equal("none", (await PayloadAsync(red)).TextOf(NetworkMode.Instance));
        Assert.NotEqual(red.Desired.Vms[0].Policy, blue.Desired.Vms[0].Policy);
        Assert.Equal(NetworkMode.Instance.DefaultText, (await PayloadAsync(blue)).TextOf(NetworkMode.Instance));
    }

    [Fact]
    public async Task Where_policy_allows_starts_out_of_contact_no_instant_ends_the_exposure_until_the_phone_has_stored_another_policy()
    {
        await ProposeAsync(_rig, 1, new PolicyFile("boots.yaml", Starts(2)));
        await RevisedAsync(_red, 1);
        using (await _red.ConnectAsync()) await _rig.SeeAsync(_red.Id, p => p.Exposures is [{ Readable: Readable.InContact, After: null }]);
        var silent = await _rig.SeeAsync(_red.Id, p => p is { Online: false, Exposures: [{ Readable: Readable.Unbounded, At: null }] });
        Assert.Equal(2, silent.Leases["work"].OfflineBoots);

        await ProposeAsync(_rig, 2, new PolicyFile("boots.yaml", Starts(0)));
        var revised = await RevisedAsync(_red, 2);
        Assert.Equal(Readable.Unbounded, Assert.Single(revised.Exposures).Readable);
        using (await _red.ConnectAsync())
            Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(_red.Id), new PhoneCommand.Received(revised.Desired.Version), Actor.Phone(_red.Id))).Ok);
        await _rig.SeeAsync(_red.Id, p => p is { Online: false, Exposures: [{ Readable: Readable.Until, At: not null }] });
    }

    [Fact]
    public async Task A_phone_that_is_labelled_otherwise_gets_other_policies()
    {
        await ProposeAsync(_rig, 1, new PolicyFile("closed.yaml", Policy("red")));
        var before = await RevisedAsync(_blue, 1);
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("team", "red");
        await _rig.Fleet.AskAsync(Phones.Phones.Id(_blue.Id), new PhoneCommand.Describe("blue", "owner", labels), Actor.System);
        var after = await _rig.SeeAsync(_blue.Id, p => p.Desired.Vms[0].Policy != before.Desired.Vms[0].Policy);
        Assert.Equal("none", (await PayloadAsync(after)).TextOf(NetworkMode.Instance));
    }

    [Fact]
    public async Task A_revision_that_changes_nothing_for_a_phone_pushes_nothing_to_it()
    {
        var before = await _rig.ComposedAsync(_blue.Id);
        await ProposeAsync(_rig, 1, new PolicyFile("closed.yaml", Policy("red")));
        var after = await RevisedAsync(_blue, 1);
        Assert.Equal(before.Desired.Version, after.Desired.Version);
    }

    private static string Starts(int allowed) => Closed.Replace("network.mode: none", $"lease.offline-boots: {allowed}", StringComparison.Ordinal);

    internal static string Policy(string team) => Closed.Replace("red", team, StringComparison.Ordinal);

    private Task<PhoneView> RevisedAsync(TestPhone phone, long revision) => _rig.SeeAsync(phone.Id, p => p.PolicyRevision == revision && p.Desired.Vms is [{ Policy: not null }]);

    private async Task<PolicyPayload> PayloadAsync(PhoneView phone)
    {
        var digest = phone.Desired.Vms[0].Policy!;
        var jws = await _rig.Documents.GetAsync(digest, CancellationToken.None);
        var verified = Assert.IsType<JwsResult.Verified>(Jws.VerifyDocument(jws, digest, _rig.Authority.Signer.Keys));
        return PolicyPayload.Read(verified.Payload.Span).Payload!;
    }

    internal static async Task ProposeAsync(GatewayRig rig, long revision, params PolicyFile[] files)
    {
        var set = PolicySet.Read([.. files.Select(f => new SourceFile(f.Name, f.Text))]);
        Assert.True(set.IsValid, string.Join('\n', set.Problems));
        var proposal = new PolicySetCommand.Propose($"proposal-{revision}", [.. files], set.Set.Digest, revision - 1, 0, "a test");
        var reply = await rig.Fleet.AskAsync(PolicySets.PolicySets.Organisation, proposal, Actor.System);
        Assert.True(reply.Ok, reply.Code);
    }
}
