using System.Collections.Immutable;
using System.Net.WebSockets;
using Twofold.Protocol;

namespace Twofold.Device.Tests;

public sealed class LinkTests
{
    [Fact]
    public async Task A_newer_report_replaces_the_waiting_one_and_everything_else_keeps_its_order()
    {
        using var queue = new SendQueue();
        Assert.True(queue.TryAdd(new PhoneFrame.Received(1)));
        Assert.True(queue.TryAdd(Report(1)));
        Assert.True(queue.TryAdd(new PhoneFrame.Received(2)));
        for (var version = 2; version <= 10_000; version++) Assert.True(queue.TryAdd(Report(version)));

        Assert.Equal(new PhoneFrame.Received(1), await queue.TakeAsync(TestContext.Current.CancellationToken));
        Assert.Equal(10_000, Assert.IsType<PhoneFrame.Observed>(await queue.TakeAsync(TestContext.Current.CancellationToken)).Report.Version);
        Assert.Equal(new PhoneFrame.Received(2), await queue.TakeAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_full_queue_says_so()
    {
        using var queue = new SendQueue();
        for (var i = 0; i < ChannelLimits.MaxQueue; i++) Assert.True(queue.TryAdd(new PhoneFrame.Received(i)));
        Assert.False(queue.TryAdd(new PhoneFrame.Received(0)));
    }

    [Fact]
    public void Pauses_between_dials_double_up_to_five_minutes_and_begin_again_after_a_success()
    {
        var backoff = new Backoff(() => 1.0);
        var pauses = Enumerable.Range(0, 12).Select(_ => backoff.Next().TotalSeconds).ToList();
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], pauses);
        backoff.Reset();
        Assert.Equal(Backoff.First, backoff.Next());
        Assert.Equal(TimeSpan.Zero, new Backoff(() => 0.0).Next());
    }

    [Fact]
    public async Task While_the_server_is_away_dials_go_on_and_nothing_piles_up()
    {
        var time = new ManualTime();
        var dials = 0;
        var link = new ServerLink(_ => { dials++; throw new HttpRequestException("away"); }, new Backoff(() => 1.0), time);
        using var ending = new CancellationTokenSource();
        var running = link.RunAsync(() => throw new InvalidOperationException("there is no socket to say hello on"), ending.Token);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(new LinkEvent.Down("channel/broken"), await link.Events.ReadAsync(TestContext.Current.CancellationToken));
            link.Send(new PhoneFrame.Received(i));
            await AdvanceUntilAsync(time, () => Volatile.Read(ref dials) > i + 1);
        }

        await ending.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.InRange(dials, 6, 8);
    }

    [Fact]
    public async Task After_a_server_that_stopped_the_next_dial_waits_for_its_share_of_a_second()
    {
        var (time, dials, welcome) = (new ManualTime(), 0, Codec.Write(new ServerFrame.Welcome(1, ManualTime.Start)));
        var link = new ServerLink(_ => { dials++; return Task.FromResult<WebSocket>(new ScriptedSocket(welcome)); }, new Backoff(() => 0.5), time);
        using var ending = new CancellationTokenSource();
        var running = link.RunAsync(() => new PhoneFrame.Hello([1], "agent", "fake", "hardware", [], 0), ending.Token);
        for (var round = 1; round <= 3; round++)
        {
            Assert.IsType<LinkEvent.Up>(await link.Events.ReadAsync(TestContext.Current.CancellationToken));
            Assert.IsType<LinkEvent.Down>(await link.Events.ReadAsync(TestContext.Current.CancellationToken));
            time.Advance(Backoff.First * 0.4);
            Assert.Equal(round, Volatile.Read(ref dials));
            await AdvanceUntilAsync(time, () => Volatile.Read(ref dials) > round);
        }

        await ending.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> condition)
    {
        for (var i = 0; i < 10_000 && !condition(); i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.True(condition());
    }

    private static PhoneFrame.Observed Report(long version) => new(new PhoneReport(
        version, true, default, [], [], ImmutableSortedDictionary<string, ObservedSetting>.Empty, []));
}
