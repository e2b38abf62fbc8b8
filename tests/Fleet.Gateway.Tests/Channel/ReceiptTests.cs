using System.Security.Cryptography;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>A wipe from the order to the proof, and every receipt that proves nothing.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;
    private TestSocket _socket = null!;
    private DeviceOrder _order = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = await _rig.PhoneAsync("hardware-that-is-wiped");
        await _rig.ComposedAsync(_phone.Id);
        _socket = await _phone.ConnectAsync();
        await _rig.Fleet.AskAsync(Vms.Vms.Of(_phone.Id, "work"), new VmCommand.RequestWipe("order-1", "lost in a taxi"), Actor.System);
        _order = await ReadOrderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_wipe_is_delivered_acknowledged_and_proved()
    {
        await _socket.SendAsync(new PhoneFrame.Received((await _rig.ViewAsync(_phone.Id)).Desired.Version));
        await SeeStepAsync(WipeStep.Delivered);
        await _socket.SendAsync(new PhoneFrame.OrderStatus(_order.OrderId, Accepted: true, Code: null));
        await SeeStepAsync(WipeStep.Acknowledged);
        await _socket.SendAsync(Signed(Receipt()));
        Assert.Equal(_order.OrderId, (await _socket.ReadAsync<ServerFrame.ReceiptStored>()).OrderId);
        await SeeStepAsync(WipeStep.Proved);
    }

    [Fact]
    public async Task A_receipt_that_comes_again_is_answered_again_and_changes_nothing()
    {
        await _socket.SendAsync(Signed(Receipt()));
        await _socket.ReadAsync<ServerFrame.ReceiptStored>();
        await SeeStepAsync(WipeStep.Proved);
        using var later = await _phone.ConnectAsync();
        await later.SendAsync(Signed(Receipt()));
        Assert.Equal(_order.OrderId, (await later.ReadAsync<ServerFrame.ReceiptStored>()).OrderId);
    }

    [Fact]
    public async Task A_receipt_with_a_forged_signature_proves_nothing()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AssertRefusedAsync(JwsCodes.BadSignature, Signed(Receipt(), key: other));
    }

    [Fact]
    public async Task A_receipt_of_an_unknown_key_proves_nothing() =>
        await AssertRefusedAsync(JwsCodes.UnknownKey, Signed(Receipt(), kid: PhoneId.From("another-phone")));

    [Fact]
    public async Task Something_else_that_the_phone_signed_is_no_receipt() =>
        await AssertRefusedAsync(JwsCodes.WrongType, Signed(Receipt(), type: JwsTypes.Orders));

    [Fact]
    public async Task A_receipt_that_names_another_phone_proves_nothing() =>
        await AssertRefusedAsync("receipt/other-phone", Signed(Receipt() with { Phone = PhoneId.From("another-phone") }));

    [Fact]
    public async Task A_receipt_for_an_order_that_nobody_gave_proves_nothing()
    {
        await _socket.SendAsync(Signed(Receipt() with { OrderId = "order-2" }));
        Assert.StartsWith("phone/", await _socket.ReadRefusalAsync(), StringComparison.Ordinal);
        Assert.NotEqual(WipeStep.Proved, (await WipeAsync())!.Step);
    }

    private async Task AssertRefusedAsync(string code, PhoneFrame.Receipt receipt)
    {
        await _socket.SendAsync(receipt);
        Assert.Equal(code, await _socket.ReadRefusalAsync());
        Assert.NotEqual(WipeStep.Proved, (await WipeAsync())!.Step);
        await _socket.SendAsync(Signed(Receipt()));
        await _socket.ReadAsync<ServerFrame.ReceiptStored>();
    }

    private WipeReceipt Receipt() => new(
        1, _phone.Id, _order.OrderId, _order.Slot, _order.Epoch, ProcessGone: true, SecretGone: true, SlotsErased: true, FilesGone: true, DateTimeOffset.UnixEpoch);

    private PhoneFrame.Receipt Signed(WipeReceipt receipt, string? kid = null, string type = JwsTypes.Receipt, ECDsa? key = null) =>
        new(new JwsSigner(kid ?? _phone.Id, key ?? _phone.Key).Sign(type, Codec.Write(receipt)));

    private async Task<WipeOrder?> WipeAsync() => (await _rig.Fleet.ViewAsync(Vms.Vms.Of(_phone.Id, "work"))).View.Wipe;

    private Task SeeStepAsync(WipeStep step) => Eventually.SeeAsync(WipeAsync, w => w?.Step == step);

    private async Task<DeviceOrder> ReadOrderAsync()
    {
        while (true)
        {
            var jws = (await _socket.ReadAsync<ServerFrame.Desired>()).Orders;
            var payload = Assert.IsType<JwsResult.Verified>(Jws.Verify(jws, JwsTypes.Orders, _phone.ServerKeys)).Payload;
            if (Codec.ReadOrdersEnvelope(payload.Span).Value!.Orders is [var order]) return order;
        }
    }
}
