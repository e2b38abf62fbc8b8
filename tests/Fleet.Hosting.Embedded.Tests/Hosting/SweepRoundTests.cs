using System.Collections.Concurrent;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A round wakes what is due and reminds senders, and waits for nobody.</summary>
public sealed class SweepRoundTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("twofold-round-").FullName;
    private readonly ConcurrentQueue<string> _woken = [];
    private readonly ConcurrentQueue<string> _reminded = [];
    private readonly TaskCompletionSource _hangs = new();
    private SqliteStore _store = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "fleet.db")), Counter.Registry);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _hangs.TrySetResult();
        await _store.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task More_due_grains_than_a_page_are_all_woken_in_one_round_though_none_of_them_answers()
    {
        await Task.WhenAll(Enumerable.Range(0, 600).Select(n => SaveAsync(Writes.Of($"g{n:000}", alarm: Writes.At))));
        await Round(_ => _hangs.Task).RunAsync(Writes.At, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 600).Select(n => $"wake:counter/g{n:000}@1"), _woken.Order());
    }

    [Fact]
    public async Task A_grain_that_has_not_answered_yet_is_not_woken_again()
    {
        await SaveAsync(Writes.Of("a", alarm: Writes.At));
        var round = Round(_ => _hangs.Task);
        for (var n = 0; n < 5; n++) await round.RunAsync(Writes.At, CancellationToken.None);
        Assert.Single(_woken);
    }

    [Fact]
    public async Task A_grain_whose_waking_broke_is_woken_in_the_next_round()
    {
        await SaveAsync(Writes.Of("a", alarm: Writes.At));
        var round = Round(_ => Task.FromException(new GrainFaultException("grain/turn-failed", Counter.Ref("a").Id, "incident")));
        for (var n = 0; n < 3; n++) await round.RunAsync(Writes.At, CancellationToken.None);
        Assert.Equal(3, _woken.Count);
    }

    [Fact]
    public async Task Senders_of_waiting_letters_are_reminded_page_after_page_and_round_again()
    {
        await Task.WhenAll(Enumerable.Range(0, 400).Select(n => SaveAsync(Writes.Of($"g{n}") with { Letters = [Writes.Letter($"g{n}", "x", 1000)] })));
        var round = Round(_ => Task.CompletedTask);
        for (var n = 0; n < 2; n++) await round.RunAsync(Writes.At, CancellationToken.None);
        Assert.Equal(400, _reminded.Distinct().Count());
        await round.RunAsync(Writes.At, CancellationToken.None);
        Assert.Equal(400 + 256, _reminded.Count);
    }

    private SweepRound Round(Func<CommandEnvelope, Task> wake) => new(
        Counter.Registry,
        _store,
        command =>
        {
            _woken.Enqueue(command.CommandId);
            return wake(command);
        },
        sender =>
        {
            _reminded.Enqueue(sender.Key);
            return Task.CompletedTask;
        });

    private async Task SaveAsync(GrainWrite write) => Assert.True(await _store.SaveAsync(write, CancellationToken.None));
}
