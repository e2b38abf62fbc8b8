using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>A phone that was removed, or whose certificate was revoked: it gets the orders that stand against it, may prove them, and nothing else.</summary>
public sealed class BarredPhoneTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = await _rig.PhoneAsync("hardware-that-is-barred");
        await _rig.ComposedAsync(_phone.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(PhoneBar.Revoked)]
    [InlineData(PhoneBar.Removed)]
    public async Task A_barred_phone_gets_its_orders_and_proves_them_and_its_lease_runs_on(PhoneBar bar)
    {
        await WipeAsync();
        await BarAsync(bar);
        var contact = (await _rig.ViewAsync(_phone.Id)).Exposures;

        using var socket = await _phone.DialAsync();
        await socket.SendAsync(_phone.Hello());
        Assert.False(Assert.IsType<ServerFrame.Welcome>(await socket.ReadAsync()).IsContact);
        var orders = Codec.ReadOrdersEnvelope(Verified((await socket.ReadAsync<ServerFrame.StandingOrders>()).Orders).Span).Value!;
        Assert.Equal("wipe-1", Assert.Single(orders.Orders).OrderId);
        await socket.SendAsync(new PhoneFrame.Observed(TestReport.Of(0)));
        Assert.Equal("channel/certificate-revoked", await socket.ReadRefusalAsync());
        Assert.Equal(contact, (await _rig.ViewAsync(_phone.Id)).Exposures);

        await socket.SendAsync(new PhoneFrame.Receipt(Receipt()));
        Assert.Equal("wipe-1", (await socket.ReadAsync<ServerFrame.ReceiptStored>()).OrderId);
        await Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(Vms.Vms.Of(_phone.Id, "work"))).View, vm => vm.Wipe?.Step == WipeStep.Proved);
    }

    [Fact]
    public async Task A_session_ends_when_its_phone_is_barred_and_counts_as_contact_until_then()
    {
        using var socket = await _phone.ConnectAsync();
        await _rig.SeeAsync(_phone.Id, p => p.Exposures is [{ Readable: Readable.InContact }]);
        await BarAsync(PhoneBar.Revoked);
        Assert.Equal("channel/certificate-revoked", (await socket.ReadToEndAsync()).Code);
        var view = await _rig.SeeAsync(_phone.Id, p => p is { Online: false, Exposures: [{ Readable: Readable.Until }] });
        Assert.True(view.Exposures[0].At > _rig.Time.GetUtcNow() + TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task A_barred_phone_renews_nothing_and_is_trusted_again_once_it_enrols_with_a_new_token()
    {
        await WipeAsync();
        await BarAsync(PhoneBar.Removed);
        Assert.Equal("channel/certificate-revoked", (await _phone.RenewAsync())!.Code);
        _phone.ForgetKey();
        await _phone.EnrolAsync(await _rig.TokenAsync("another name"));
        var view = await _rig.SeeAsync(_phone.Id, p => p is { Barred: null, Enrolled: true });
        Assert.Equal(("another name", "wipe-1"), (view.Name, Assert.Single(view.Orders).OrderId));
        using var socket = await _phone.ConnectAsync();
        Assert.IsType<ServerFrame.Desired>(await socket.ReadAsync());
    }

    private async Task WipeAsync()
    {
        Assert.True((await _rig.Fleet.AskAsync(Vms.Vms.Of(_phone.Id, "work"), new VmCommand.RequestWipe("wipe-1", "lost in a taxi"), Actor.System)).Ok);
        await _rig.SeeAsync(_phone.Id, p => p.Orders is [{ OrderId: "wipe-1" }]);
    }

    private async Task BarAsync(PhoneBar bar)
    {
        Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(_phone.Id), new PhoneCommand.Ask("bar-1", bar, "left the company"), Actor.System)).Ok);
        await _rig.SeeAsync(_phone.Id, p => p.Barred == bar);
    }

    private string Receipt() => new JwsSigner(_phone.Id, _phone.Key).Sign(JwsTypes.Receipt, Codec.Write(new WipeReceipt(
        1, _phone.Id, "wipe-1", "work", 1, ProcessGone: true, SecretGone: true, SlotsErased: true, FilesGone: true, DateTimeOffset.UnixEpoch)));

    private ReadOnlyMemory<byte> Verified(string jws) => Assert.IsType<JwsResult.Verified>(Jws.Verify(jws, JwsTypes.Orders, _phone.ServerKeys)).Payload;
}
