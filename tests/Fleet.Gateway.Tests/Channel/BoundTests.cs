using System.Net.WebSockets;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>Every queue and rate, at its bound.</summary>
public sealed class BoundTests
{
    [Fact]
    public void An_outbox_holds_a_bounded_number_of_answers_and_one_mark()
    {
        using var socket = WebSocket.CreateFromStream(Stream.Null, new WebSocketCreationOptions { IsServer = true });
        using var outbox = new Outbox(socket, _ => Task.FromResult<ServerFrame?>(null));
        for (var n = 0; n < ChannelLimits.MaxQueue; n++) Assert.True(outbox.TryQueue(new ServerFrame.ReceiptStored($"order-{n}")));
        Assert.False(outbox.TryQueue(new ServerFrame.ReceiptStored("one-more")));
        for (var n = 0; n < 1_000; n++) outbox.Refresh();
        Assert.False(outbox.TryQueue(new ServerFrame.ReceiptStored("one-more")));
    }

    [Fact]
    public async Task However_often_the_state_changes_while_it_is_sent_it_is_read_once_more()
    {
        var looks = 0;
        var sending = new TaskCompletionSource();
        using var socket = WebSocket.CreateFromStream(Stream.Null, new WebSocketCreationOptions { IsServer = true });
        using var outbox = new Outbox(socket, Look);
        outbox.Refresh();
        Assert.Equal(0, looks);
        outbox.Open(new ServerFrame.Welcome(1, DateTimeOffset.UnixEpoch));
        var running = outbox.RunAsync(CancellationToken.None);
        await Eventually.SeeAsync(() => Task.FromResult(looks), l => l == 1);
        for (var n = 0; n < 1_000; n++) outbox.Refresh();
        sending.SetResult();
        await Eventually.SeeAsync(() => Task.FromResult(looks), l => l == 2);
        outbox.Close(reason: null);
        await running;
        Assert.Equal(2, looks);

        async Task<ServerFrame?> Look(CancellationToken cancel)
        {
            Interlocked.Increment(ref looks);
            await sending.Task;
            return new ServerFrame.StandingOrders("a.b.c");
        }
    }

    [Fact]
    public void Beyond_its_rate_a_phone_waits_and_loses_nothing()
    {
        var time = new StandingTime();
        var bucket = new FrameBucket(20, time);
        for (var n = 0; n < 20; n++) Assert.Equal(TimeSpan.Zero, bucket.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(50), bucket.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(100), bucket.Take());
        time.Advance(TimeSpan.FromSeconds(10));
        for (var n = 0; n < 20; n++) Assert.Equal(TimeSpan.Zero, bucket.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(50), bucket.Take());
    }

    [Fact]
    public void A_composers_list_that_grows_too_long_becomes_everything()
    {
        using var work = new WorkList();
        work.Add("a");
        work.Add("a");
        Assert.Equal(["a"], work.Take()!);
        Assert.Empty(work.Take()!);
        for (var n = 0; n <= WorkList.Max; n++) work.Add($"phone-{n}");
        Assert.Null(work.Take());
        Assert.Empty(work.Take()!);
    }

    [Fact]
    public async Task A_connection_beyond_the_bound_is_closed_at_once()
    {
        await using var rig = await GatewayRig.StartAsync(o => o with { MaxConnections = 1 });
        using var phone = await rig.PhoneAsync("hardware-at-the-bound");
        using var socket = await Eventually.SeeAsync(() => TryConnectAsync(phone), s => s is not null);
        await Assert.ThrowsAsync<WebSocketException>(phone.DialAsync);
        await socket!.SendAsync("?");
        Assert.Equal(FrameCodes.Malformed, await socket.ReadRefusalAsync());
    }

    [Fact]
    public async Task Beyond_their_rate_enrolments_are_refused()
    {
        await using var rig = await GatewayRig.StartAsync(o => o with { EnrolmentsPerSecond = 1 });
        var codes = new HashSet<string>();
        await Eventually.SeeAsync(async () => codes.Add((await TestPhone.PostAsync(rig, ChannelLimits.EnrolPath, [])).Problem!.Code), _ => codes.Count == 2);
        Assert.Equal(["enrolment/too-many", FrameCodes.Malformed], codes.Order(StringComparer.Ordinal));
    }

    // The connection that enrolled may take a moment to go.
    private static async Task<TestSocket?> TryConnectAsync(TestPhone phone)
    {
        try
        {
            return await phone.ConnectAsync();
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private sealed class StandingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
