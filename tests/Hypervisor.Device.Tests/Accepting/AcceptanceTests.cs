using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Device.Ports;
using Twofold.Device.Tests.Agent;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Accepting;

/// <summary>What a phone refuses, and that what it had stays in force.</summary>
public sealed class AcceptanceTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("foreign", "envelope/foreign")]
    [InlineData("stale", "envelope/stale")]
    [InlineData("forged", "jws/bad-signature")]
    [InlineData("unknown key", "jws/unknown-key")]
    [InlineData("wrong type", "jws/wrong-type")]
    [InlineData("document not named", "document/not-named")]
    [InlineData("document missing", "document/missing")]
    [InlineData("document of another scope", "document/wrong-scope")]
    [InlineData("unreadable document", "payload/malformed")]
    [InlineData("unreadable envelope", "frame/malformed")]
    public async Task A_bad_desired_state_is_refused_with_its_code_and_the_last_good_one_stays(string fault, string code)
    {
        _bench.Server.Connect();
        _bench.Server.Want(5, Lifecycle.Running);
        await _bench.RestAsync();
        var calls = _bench.Hypervisor.Calls.Count;

        _bench.Server.Say(Bad(fault));
        await _bench.RestAsync();

        var complaint = _bench.Server.Heard.OfType<PhoneFrame.Complaint>().First();
        Assert.Equal((code, 5L), (complaint.Code, complaint.Version));
        Assert.Equal(calls, _bench.Hypervisor.Calls.Count);
        Assert.Equal(VmState.Running, _bench.WorkState);
        Assert.Equal(5, _bench.Record.AppliedVersion);
        Assert.DoesNotContain(new PhoneFrame.Received(6), _bench.Server.Heard);
    }

    [Fact]
    public async Task Orders_count_even_if_everything_beside_them_is_unreadable()
    {
        _bench.Server.Want(5, Lifecycle.Running);
        await _bench.RestAsync();
        _bench.Server.Connect();
        _bench.Server.Say(new ServerFrame.Desired("rubbish", _bench.Server.SignedOrders(6, [AgentBench.Wipe()]), ["more rubbish"]));
        await _bench.RestAsync();
        Assert.True(Assert.Single(_bench.Receipts()).Complete);
    }

    [Fact]
    public async Task Orders_are_taken_out_of_a_frame_of_a_later_protocol()
    {
        _bench.Server.Want(5, Lifecycle.Running);
        await _bench.RestAsync();
        _bench.Server.Connect();
        var orders = _bench.Server.SignedOrders(6, [AgentBench.Wipe()]);
        var frame = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"desired","moon":"full","envelope":"later","orders":"{{orders}}","documents":[]}""");
        _bench.Server.Happen(new LinkEvent.Unreadable(Codec.ReadServerFrame(frame).Problem!, FrameSalvage.Orders(frame)));
        await _bench.RestAsync();
        Assert.True(Assert.Single(_bench.Receipts()).Complete);
        Assert.Equal("frame/unknown-member", _bench.Server.Heard.OfType<PhoneFrame.Complaint>().First().Code);
    }

    [Fact]
    public async Task Older_orders_are_refused_even_beside_a_newer_envelope()
    {
        _bench.Server.Want(5, Lifecycle.Running, 1, AgentBench.Lock());
        await _bench.RestAsync();
        _bench.Server.Say(new ServerFrame.StandingOrders(_bench.Server.SignedOrders(4, [])));
        await _bench.RestAsync();
        Assert.Equal(VmState.Stopped, _bench.WorkState ?? VmState.Stopped);
        Assert.DoesNotContain(_bench.Hypervisor.Calls, call => call.StartsWith("Start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_the_agent_does_not_know_is_a_finding_and_nothing_else()
    {
        _bench.Server.Connect();
        var odd = FakeServer.Work(("network.mode", "internet"), ("moon.phase", "full"));
        _bench.Server.Say(_bench.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Running, odd.Digest)], [], [odd]));
        await _bench.RestAsync();
        Assert.Equal("policy/unknown-setting", Assert.Single(_bench.LastReport.Findings).Code);
        Assert.Equal(NetworkMode.Internet, _bench.Hypervisor.See(AgentBench.Work)!.Network);
    }

    [Fact]
    public async Task An_unreadable_value_counts_as_the_strictest_at_first_and_later_as_the_last_good_one()
    {
        var unreadable = FakeServer.Work(("network.mode", "sometimes"));
        _bench.Server.Say(_bench.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Running, unreadable.Digest)], [], [unreadable]));
        await _bench.RestAsync();
        Assert.Equal(NetworkMode.None, _bench.Hypervisor.See(AgentBench.Work)!.Network);

        var restricted = FakeServer.Work(("network.mode", "restricted"));
        _bench.Server.Say(_bench.Server.Frame(2, [new DesiredVm("work", 1, Lifecycle.Running, restricted.Digest)], [], [restricted]));
        _bench.Server.Say(_bench.Server.Frame(3, [new DesiredVm("work", 1, Lifecycle.Running, unreadable.Digest)], [], [unreadable]));
        await _bench.RestAsync();
        _bench.Restart();
        await _bench.RestAsync();
        Assert.Equal(NetworkMode.Restricted, _bench.Hypervisor.See(AgentBench.Work)!.Network);
    }

    private ServerFrame.Desired Bad(string fault)
    {
        var server = _bench.Server;
        var work = FakeServer.Work();
        ImmutableArray<DesiredVm> stopped = [new("work", 1, Lifecycle.Stopped, work.Digest)];
        var good = server.Frame(6, stopped, [], [work]);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var payload = Codec.Write(new PhoneEnvelope(1, FakeServer.Phone, default, new DesiredState(6, null, stopped)));
        return fault switch
        {
            "foreign" => server.Frame(6, stopped, [], [work], "ffffffffffffffffffff"),
            "stale" => server.Frame(4, stopped, [], [work]),
            "forged" => good with { Envelope = new JwsSigner("server-1", other).Sign(JwsTypes.Phone, payload) },
            "unknown key" => good with { Envelope = new JwsSigner("server-2", other).Sign(JwsTypes.Phone, payload) },
            "wrong type" => good with { Envelope = server.Signer.Sign(JwsTypes.Orders, payload) },
            "document not named" => good with { Documents = [.. good.Documents, Signed(FakeServer.PhoneWide().Bytes.Span)] },
            "document missing" => good with { Documents = [] },
            "document of another scope" => server.Frame(6, [new("work", 1, Lifecycle.Stopped, Lab.Digest)], [], [Lab]),
            "unreadable document" => server.Frame(6, [new("work", 1, Lifecycle.Stopped, Digest.Of("moon"u8))], [], []) with { Documents = [Signed("moon"u8)] },
            _ => good with { Envelope = server.Signer.Sign(JwsTypes.Phone, "moon"u8) },
        };

        string Signed(ReadOnlySpan<byte> bytes) => server.Signer.Sign(JwsTypes.Policy, bytes);
    }

    private static Policies.PolicyPayload Lab => FakeServer.Document("vm:lab", ("network.mode", "none"));
}
