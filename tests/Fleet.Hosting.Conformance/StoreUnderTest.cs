using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twofold.Auditing;

namespace Twofold.Fleet.Conformance;

/// <summary>An open store, as the suite needs it.</summary>
public sealed record StoreUnderTest(
    IGrainStore Grains, IGrainReader Reader, IFleetIndex Index, IEventLog Events, IDocumentStore Documents, Func<ValueTask> Close) : IAsyncDisposable
{
    private bool _closed;

    /// <summary>The keys of persons.</summary>
    public IPersonStore Persons => (IPersonStore)Grains;

    /// <summary>The feed and the checkpoints.</summary>
    public ICheckpointStore Checkpoints => (ICheckpointStore)Grains;

    /// <summary>The past of grains.</summary>
    public IGrainHistory History => (IGrainHistory)Grains;

    /// <summary>What retention needs.</summary>
    public IRetention Retention => (IRetention)Grains;

    /// <summary>Saves a write.</summary>
    public Task<bool> SaveAsync(GrainWrite write) => Grains.SaveAsync(write, CancellationToken.None).AsTask();

    /// <summary>What the store holds of a counter.</summary>
    public Task<StoredGrain?> LoadAsync(string key) => Grains.LoadAsync(Counter.Ref(key).Id, CancellationToken.None).AsTask();

    /// <summary>All letters that wait.</summary>
    public async Task<ImmutableArray<(long Mark, StoredLetter Letter)>> LettersAsync() =>
        await Grains.PendingLettersAsync(0, 1000, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await Close();
    }
}

/// <summary>Writes as a turn would make them.</summary>
public static class Writes
{
    /// <summary>The instant of every write.</summary>
    public static readonly DateTimeOffset At = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A counter's write from the version before.</summary>
    /// <param name="from">The write that made that version; null when it named and added nothing.</param>
    public static GrainWrite Of(
        string key, long version = 1, string? name = null, long sum = 0, DateTimeOffset? alarm = null, GrainWrite? from = null) => GrainChain.Link(
        new GrainWrite(
            new StoredGrain(Counter.Ref(key).Id, version, State(name, sum, alarm), TurnLedger.Empty.Write(), alarm, default), version - 1,
            [Event(key, version)], [], [new("counters", "", version == 1 ? null : from is null ? [null, 0L, null] : from.Index[0].After, [name, sum, alarm])]),
        Head(key, version - 1));

    /// <summary>An event of a counter.</summary>
    public static StoredEvent Event(string key, long version, ActorKind by = ActorKind.Person, string actor = "ada", string type = "Added") => new(
        0, Counter.Ref(key).Id, version, type, At, by, actor, $"{key}@{version}", Encoding.UTF8.GetBytes("""{"type":"added","by":1}"""));

    /// <summary>The head of the counter's chain at a version, when each version had the one event of <see cref="Of"/>.</summary>
    public static ReadOnlyMemory<byte> Head(string key, long version)
    {
        var head = EventChain.Start;
        for (var before = 1L; before <= version; before++) head = EventChain.Next(head.Span, Event(key, before).ToAudit());
        return head;
    }

    /// <summary>A letter between counters.</summary>
    public static StoredLetter Letter(string from, string to, long sequence) => new(
        Counter.Ref(from).Id, Counter.Ref(to).Id, sequence, new Actor(ActorKind.Token, "pipeline", [Capability.Wipe], "ada"), Encoding.UTF8.GetBytes("{}"));

    private static byte[] State(string? name, long sum, DateTimeOffset? alarm) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""
            {"sum":{{sum}},"name":{{Quoted(name)}},"added":[],"alarm":{{Quoted(alarm?.ToString("O"))}},"rang":[],"returned":[]}
            """));

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
