using System.Text;
using System.Text.Json.Nodes;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>Agents of another version than the server: they are greeted in the version that both speak, and lock and wipe.</summary>
public sealed class SkewTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;

    /// <summary>The first release, which said less, and a later one that says more and speaks more.</summary>
    public static TheoryData<string> Agents => ["""{"appliedVersion":0}""", """{"appliedVersion":0,"ordersVersion":0,"moon":{"phase":"full"}}"""];

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = await _rig.PhoneAsync("hardware-of-another-version");
        await _rig.ComposedAsync(_phone.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task An_older_or_newer_agent_gets_a_wipe_and_proves_it(string agent)
    {
        using var socket = await GreetAsync(agent);
        await AskAsync(new VmCommand.RequestWipe("order-1", "lost in a taxi"));
        var order = await OrderAsync(socket, OrderKind.Wipe);
        var receipt = new WipeReceipt(1, _phone.Id, order.OrderId, order.Slot, order.Epoch, ProcessGone: true, SecretGone: true, SlotsErased: true, FilesGone: true, DateTimeOffset.UnixEpoch);
        await socket.SendAsync(new PhoneFrame.Receipt(new JwsSigner(_phone.Id, _phone.Key).Sign(JwsTypes.Receipt, Codec.Write(receipt))));
        Assert.Equal("order-1", (await socket.ReadAsync<ServerFrame.ReceiptStored>()).OrderId);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task An_older_or_newer_agent_gets_a_lock(string agent)
    {
        using var socket = await GreetAsync(agent);
        await AskAsync(new VmCommand.RequestLock("order-2", "left behind"));
        Assert.Equal("work", (await OrderAsync(socket, OrderKind.Lock)).Slot);
    }

    private async Task<TestSocket> GreetAsync(string agent)
    {
        var socket = await _phone.DialAsync();
        var hello = JsonNode.Parse(agent)!.AsObject();
        hello.Insert(0, "type", "hello");
        hello["protocols"] = hello.ContainsKey("moon") ? new JsonArray(2, 1) : new JsonArray(1);
        hello["settings"] = new JsonArray("vm.memory", "moon.phase");
        (hello["agent"], hello["hypervisor"], hello["hardware"]) = ("test/other", "fake", _phone.Hardware);
        await socket.SendAsync(Encoding.UTF8.GetBytes(hello.ToJsonString()));
        Assert.Equal(1, (await socket.ReadAsync<ServerFrame.Welcome>()).Protocol);
        return socket;
    }

    private async Task AskAsync(VmCommand command) => Assert.True((await _rig.Fleet.AskAsync(Vms.Vms.Of(_phone.Id, "work"), command, Actor.System)).Ok);

    private async Task<DeviceOrder> OrderAsync(TestSocket socket, OrderKind kind)
    {
        while (true)
        {
            var jws = (await socket.ReadAsync<ServerFrame.Desired>()).Orders;
            var payload = Assert.IsType<JwsResult.Verified>(Jws.Verify(jws, JwsTypes.Orders, _phone.ServerKeys)).Payload;
            if (Codec.ReadOrdersEnvelope(payload.Span).Value!.Orders is [var order] && order.Kind == kind) return order;
        }
    }
}
