using System.Text;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>A server that is newer than the agent: whatever it says that the agent cannot read, it locks and it wipes.</summary>
public sealed class SkewTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public static TheoryData<string> NewerWays => ["a frame", "a member of the frame", "a member of the envelope", "a form of document", "a version of the welcome"];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(NewerWays))]
    public async Task A_newer_server_wipes_an_older_agents_vm(string newer)
    {
        await RunningAsync();
        await SayAsync(newer, AgentBench.Wipe());
        Assert.True(Assert.Single(_bench.Receipts()).Complete);
        Assert.Null(_bench.WorkState);
    }

    [Theory]
    [MemberData(nameof(NewerWays))]
    public async Task A_newer_server_locks_an_older_agents_vm(string newer)
    {
        await RunningAsync();
        await SayAsync(newer, AgentBench.Lock());
        Assert.Equal((VmState.Suspended, LockReasons.Order), (_bench.WorkState, _bench.LastReport.Work[0].Lock));
    }

    [Theory]
    [MemberData(nameof(NewerWays))]
    public async Task What_it_cannot_read_loosens_nothing(string newer)
    {
        await RunningAsync();
        await SayAsync(newer);
        Assert.Equal((VmState.Running, 5L), (_bench.WorkState, _bench.Record.AppliedVersion));
        Assert.Equal(NetworkMode.Internet, _bench.Hypervisor.See(AgentBench.Work)!.Network);
    }

    private async Task RunningAsync()
    {
        _bench.Server.Connect();
        _bench.Server.Want(5, Lifecycle.Running);
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
    }

    private async Task SayAsync(string newer, params DeviceOrder[] orders)
    {
        var standing = _bench.Server.SignedOrders(6, [.. orders]);
        _bench.Server.Say(Encoding.UTF8.GetBytes(Newer(newer, standing).ToJsonString()));
        if (newer is "a frame" or "a version of the welcome") _bench.Server.Say(new ServerFrame.StandingOrders(standing));
        await _bench.RestAsync();
    }

    private JsonObject Newer(string newer, string orders) => newer switch
    {
        "a frame" => new() { ["type"] = "moon", ["phase"] = "full" },
        "a version of the welcome" => new() { ["type"] = "welcome", ["protocol"] = 2, ["serverTime"] = "2026-03-02T08:00:00+00:00", ["moon"] = "full" },
        "a member of the frame" => Desired(Envelope(), orders, moon: true),
        "a member of the envelope" => Desired(Envelope(new() { ["moon"] = "full" }), orders),
        _ => Desired(Envelope(), orders, document: """{"format":2,"moon":"full"}"""),
    };

    private JsonObject Desired(string envelope, string orders, bool moon = false, string? document = null)
    {
        var frame = new JsonObject { ["type"] = "desired", ["envelope"] = envelope, ["orders"] = orders };
        if (moon) frame["moon"] = "full";
        var payload = document is null ? FakeServer.Work(("network.mode", "none")).Bytes.Span : Encoding.UTF8.GetBytes(document);
        frame["documents"] = new JsonArray(_bench.Server.Signer.Sign(JwsTypes.Policy, payload));
        return frame;
    }

    private string Envelope(JsonObject? more = null)
    {
        var work = FakeServer.Work(("network.mode", "none"));
        var state = new DesiredState(6, PhonePolicy: null, [new DesiredVm("work", 1, Lifecycle.Running, work.Digest)]);
        var envelope = JsonNode.Parse(Codec.Write(new PhoneEnvelope(1, FakeServer.Phone, _bench.Time.GetUtcNow(), state)))!.AsObject();
        foreach (var (name, value) in more ?? []) envelope[name] = value?.DeepClone();
        return _bench.Server.Signer.Sign(JwsTypes.Phone, Encoding.UTF8.GetBytes(envelope.ToJsonString()));
    }
}
