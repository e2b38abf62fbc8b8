using Twofold.Fleet.Conformance;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The letters of one sender leave in order, from the table only.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private static readonly GrainId Sender = Counter.Ref("a").Id;

    private readonly string _place = Directory.CreateTempSubdirectory("twofold-outbox-").FullName;
    private readonly List<string> _delivered = [];
    private readonly HashSet<string> _gone = [];
    private SqliteStore _store = null!;
    private Outbox _outbox = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "fleet.db")), Counter.Registry);
        var voice = new HostVoice(new Broadcast(16, 16), new AccessRing(16), _ => { });
        _outbox = new Outbox(Sender, _store, new LetterCourier(Counter.Registry, _store, DeliverAsync, voice));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task Letters_of_an_earlier_activation_leave_before_new_ones()
    {
        await WriteAsync(1, "b", "c");
        await WriteAsync(2, "b");
        await BringAsync();
        Assert.Equal(["counter/a#1000", "counter/a#2000"], _delivered.Where(d => d != "counter/a#1001"));
        Assert.Empty(await _store.LettersFromAsync(Sender, 10, CancellationToken.None));
        Assert.True(_outbox.IsQuiet);
    }

    [Fact]
    public async Task A_receiver_out_of_reach_holds_up_its_own_lane_only_and_gets_everything_later_in_order()
    {
        _gone.Add("b");
        await WriteAsync(1, "b", "c");
        await WriteAsync(2, "b", "c");
        await BringAsync();
        Assert.Equal(["counter/a#1001", "counter/a#2001"], _delivered);
        Assert.False(_outbox.IsQuiet);
        _gone.Clear();
        await BringAsync();
        Assert.Equal(["counter/a#1000", "counter/a#2000"], _delivered.Skip(2));
        Assert.True(_outbox.IsQuiet);
    }

    [Fact]
    public async Task A_receiver_out_of_reach_for_long_never_gets_its_letter_parked()
    {
        _gone.Add("b");
        await WriteAsync(1, "b");
        for (var n = 0; n < 50; n++) await BringAsync();
        Assert.Empty(await _store.ParkedLettersAsync(10, CancellationToken.None));
        Assert.Single(await _store.LettersFromAsync(Sender, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_letter_written_while_others_are_brought_is_not_forgotten()
    {
        await WriteAsync(1, "b");
        var bringing = BringAsync();
        await WriteAsync(2, "b");
        _outbox.Signal();
        await bringing;
        await BringAsync();
        Assert.Equal(["counter/a#1000", "counter/a#2000"], _delivered);
    }

    private async Task BringAsync()
    {
        _outbox.Signal();
        await _outbox.BringAsync(() => Writes.At, CancellationToken.None);
    }

    private async Task WriteAsync(long version, params string[] receivers) => Assert.True(await _store.SaveAsync(
        Writes.Of("a", version) with { Letters = [.. receivers.Select((to, n) => Writes.Letter("a", to, (version * 1000) + n))] }, CancellationToken.None));

    private Task<Reply> DeliverAsync(CommandEnvelope letter)
    {
        if (_gone.Contains(letter.To.Key)) throw new GrainFaultException("grain/unreachable", letter.To, "incident");
        lock (_delivered) _delivered.Add(letter.CommandId);
        return Task.FromResult(new Reply(1));
    }
}
