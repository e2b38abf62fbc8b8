using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>The desired state on its way down.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;
    private PhoneView _composed = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = await _rig.PhoneAsync("hardware-that-is-pushed-to");
        _composed = await _rig.ComposedAsync(_phone.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_gets_its_whole_desired_state_signed_and_named()
    {
        using var socket = await _phone.ConnectAsync();
        var desired = await socket.ReadAsync<ServerFrame.Desired>();
        var envelope = Open(desired);
        Assert.Equal(_phone.Id, envelope.Phone);
        Assert.Equal(_composed.Desired.Version, envelope.State.Version);
        var orders = Codec.ReadOrdersEnvelope(Verified(desired.Orders, JwsTypes.Orders).Span).Value!;
        Assert.Equal((_phone.Id, envelope.State.Version, 0), (orders.Phone, orders.Version, orders.Orders.Length));
        AssertDocuments(desired, envelope.State);
    }

    [Fact]
    public async Task A_phone_that_has_the_newest_version_gets_nothing()
    {
        using var socket = await _phone.ConnectAsync(_composed.Desired.Version);
        Assert.DoesNotContain(await socket.FramesBeforeAnswerAsync(), f => f is ServerFrame.Desired);
    }

    [Fact]
    public async Task A_phone_that_vanishes_mid_push_and_returns_gets_one_message()
    {
        using (var first = await _phone.ConnectAsync()) first.Vanish();
        await ReviseAsync(20);
        using var socket = await _phone.ConnectAsync();
        await AssertOneDesiredAsync(socket);
    }

    [Fact]
    public async Task Ten_thousand_revisions_while_a_phone_is_offline_are_one_message()
    {
        await ReviseAsync(10_000);
        using var socket = await _phone.ConnectAsync();
        await AssertOneDesiredAsync(socket);
    }

    [Fact]
    public async Task However_fast_it_changes_an_open_socket_ends_with_the_newest()
    {
        using var socket = await _phone.ConnectAsync();
        await ReviseAsync(500);
        var newest = (await _rig.ViewAsync(_phone.Id)).Desired.Version;
        var seen = new List<long>();
        do seen.Add(Open(await socket.ReadAsync<ServerFrame.Desired>()).State.Version);
        while (seen[^1] < newest);
        Assert.Equal(seen.Order().Distinct(), seen);
    }

    [Fact]
    public async Task A_newer_socket_replaces_the_older()
    {
        using var older = await _phone.ConnectAsync();
        var session = (await _rig.SeeAsync(_phone.Id, p => p.Online)).Session;
        using var newer = await _phone.ConnectAsync();
        Assert.Equal("channel/replaced", (await older.ReadToEndAsync()).Code);
        await _rig.SeeAsync(_phone.Id, p => p.Online && p.Session != session);
        newer.Vanish();
        await _rig.SeeAsync(_phone.Id, p => !p.Online);
    }

    [Fact]
    public async Task Missing_a_document_holds_up_policy_but_not_orders()
    {
        var lost = new PhoneCommand.SetPolicies(1, Digest.Of("nowhere"u8), _composed.Desired.Vms.ToImmutableSortedDictionary(v => v.Slot, v => v.Policy!));
        Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(_phone.Id), lost, Actor.System)).Ok);
        using var socket = await _phone.ConnectAsync();
        var orders = Codec.ReadOrdersEnvelope(Verified((await socket.ReadAsync<ServerFrame.StandingOrders>()).Orders, JwsTypes.Orders).Span).Value!;
        Assert.Equal(_phone.Id, orders.Phone);
        Assert.Empty(await socket.FramesBeforeAnswerAsync());
    }

    [Fact]
    public async Task A_phone_whose_certificate_expired_gets_orders_only_until_it_renews()
    {
        _rig.Time.Advance(TimeSpan.FromDays(400));
        using (var socket = await _phone.ConnectAsync())
        {
            Assert.IsType<ServerFrame.StandingOrders>(await socket.ReadAsync());
            await socket.SendAsync(new PhoneFrame.Observed(TestReport.Of(0)));
            Assert.Equal("channel/certificate-expired", await socket.ReadRefusalAsync());
        }

        await _rig.SeeAsync(_phone.Id, p => p.Complaint?.Code == "channel/certificate-expired");
        Assert.Null(await _phone.RenewAsync());
        using var renewed = await _phone.ConnectAsync();
        Open(await renewed.ReadAsync<ServerFrame.Desired>());
    }

    [Fact]
    public async Task A_phone_that_is_newer_than_the_server_gets_nothing_until_a_person_resumes_it()
    {
        using var socket = await _phone.ConnectAsync(applied: 1_000);
        await _rig.SeeAsync(_phone.Id, p => p.Conflict);
        Assert.Equal(FrameCodes.Restored, Assert.IsType<ServerFrame.Refused>(Assert.Single(await socket.FramesBeforeAnswerAsync())).Code);
        Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(_phone.Id), new PhoneCommand.ResumeFromConflict(), Actor.System)).Ok);
        Assert.True(Open(await socket.ReadAsync<ServerFrame.Desired>()).State.Version > 1_000);
    }

    [Fact]
    public async Task What_a_phone_reads_back_is_judged_against_its_documents()
    {
        using var socket = await _phone.ConnectAsync();
        var desired = await socket.ReadAsync<ServerFrame.Desired>();
        var payloads = desired.Documents.Select(d => PolicyPayload.Read(Verified(d, JwsTypes.Policy).Span).Payload!).ToList();
        var good = Report(payloads, Open(desired).State.Version);
        await socket.SendAsync(new PhoneFrame.Observed(good));
        await _rig.SeeAsync(_phone.Id, p => p.Verdict == VerdictState.Compliant);
        var network = good.Work[0] with { Settings = good.Work[0].Settings.Remove("network.mode") };
        await socket.SendAsync(new PhoneFrame.Observed(good with { Work = [network] }));
        var view = await _rig.SeeAsync(_phone.Id, p => p.Verdict == VerdictState.Unknown);
        Assert.Equal("network.mode", Assert.Single(view.Findings).Setting);
    }

    private static PhoneReport Report(IReadOnlyList<PolicyPayload> payloads, long version)
    {
        var report = TestReport.Of(version);
        return report with { Flows = Settings(payloads, PolicyScope.Phone), Work = [report.Work[0] with { Settings = Settings(payloads, PolicyScope.Vm("work")) }] };
    }

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(IReadOnlyList<PolicyPayload> payloads, PolicyScope scope) =>
        payloads.Single(p => p.Scope == scope).Values.ToImmutableSortedDictionary(v => v.Key.Key, v => new ObservedSetting(v.Value, Claimed: false), StringComparer.Ordinal);

    private async Task AssertOneDesiredAsync(TestSocket socket)
    {
        var newest = (await _rig.ViewAsync(_phone.Id)).Desired.Version;
        Assert.Equal(newest, Open(await socket.ReadAsync<ServerFrame.Desired>()).State.Version);
        Assert.Empty(await socket.FramesBeforeAnswerAsync());
    }

    // Each revision names other documents than the one before; the last one those that the composer made.
    private async Task ReviseAsync(int times)
    {
        var made = _composed.Desired.PhonePolicy!;
        var vms = _composed.Desired.Vms.ToImmutableSortedDictionary(v => v.Slot, v => v.Policy!, StringComparer.Ordinal);
        var other = vms["work"];
        for (var n = 1; n <= times; n++)
        {
            var revision = new PhoneCommand.SetPolicies(n, (times - n) % 2 == 0 ? made : other, vms);
            Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(_phone.Id), revision, Actor.System)).Ok);
        }
    }

    private void AssertDocuments(ServerFrame.Desired desired, DesiredState state)
    {
        var named = state.Vms.Select(v => v.Policy!).Append(state.PhonePolicy!).Distinct().Order();
        var sent = desired.Documents.Select(d => Digest.Of(Verified(d, JwsTypes.Policy).Span)).Order();
        Assert.Equal(named, sent);
    }

    private PhoneEnvelope Open(ServerFrame.Desired desired) => Codec.ReadPhoneEnvelope(Verified(desired.Envelope, JwsTypes.Phone).Span).Value!;

    private ReadOnlyMemory<byte> Verified(string jws, string type) => Assert.IsType<JwsResult.Verified>(Jws.Verify(jws, type, _phone.ServerKeys)).Payload;
}
