using Twofold.Device.Tests;
using Twofold.Transfer.Tests.Storing;

namespace Twofold.Transfer.Tests.Pacing;

public sealed class PacingTests
{
    private const int Rate = 100_000;

    [Fact]
    public async Task What_exceeds_the_rate_waits_as_long_as_it_takes_to_make_up_for_it()
    {
        var time = new ManualTime();
        var bucket = new TokenBucket(Rate, time);
        await bucket.TakeAsync(Rate, CancellationToken.None);
        var waiting = bucket.TakeAsync(Rate / 2, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting;
    }

    [Fact]
    public async Task A_pause_saves_up_one_second_and_no_more()
    {
        var time = new ManualTime();
        var bucket = new TokenBucket(Rate, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(bucket.TakeAsync(Rate, CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(bucket.TakeAsync(Rate / 10, CancellationToken.None).IsCompleted);
        await Task.CompletedTask;
    }

    [Fact]
    public void Without_a_rate_nothing_waits() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(new TokenBucket(null, new ManualTime()).TakeAsync(int.MaxValue, CancellationToken.None).IsCompletedSuccessfully));

    [Fact]
    public void A_rate_is_positive() => Assert.Throws<ArgumentOutOfRangeException>(() => new TokenBucket(0, new ManualTime()));

    [Fact]
    public async Task A_wait_ends_when_the_transfer_is_given_up()
    {
        using var giveUp = new CancellationTokenSource();
        var waiting = new TokenBucket(1, new ManualTime()).TakeAsync(1000, giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_gate_opens_when_the_last_reason_is_gone()
    {
        var gate = new PauseGate { Reasons = PauseReasons.Battery | PauseReasons.MeteredNetwork };
        var waiting = gate.PassAsync(CancellationToken.None).AsTask();
        gate.Reasons = PauseReasons.Battery;
        Assert.False(waiting.IsCompleted);
        gate.Reasons = PauseReasons.None;
        await waiting;
        Assert.True(gate.PassAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_transfer_stands_still_at_a_closed_gate_and_goes_on_where_it_was()
    {
        using var disk = new SampleDisk(4 * Block.Bytes).Fill(new Random(1));
        using var store = new FolderBlockStore(new ForgetfulFolder(), new ManualTime());
        using var image = disk.Open();
        var gate = new PauseGate { Reasons = PauseReasons.MeteredNetwork };
        var upload = new Uploader(store, gate, new TokenBucket(null, TimeProvider.System)).UploadAsync(image, CancellationToken.None);
        Assert.False(upload.IsCompleted);
        gate.Reasons = PauseReasons.None;
        Assert.Equal(5, (await upload).SentBlocks);
    }
}
