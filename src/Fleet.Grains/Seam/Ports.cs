using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>The fleet as everything outside the rules sees it: send a command, read a view, watch for changes.</summary>
public interface IFleet
{
    /// <summary>
    /// Sends a command and answers when its effect is durable. The same <paramref name="commandId"/> again applies nothing.
    /// Throws <see cref="FleetBusyException"/> when the grain's queue or the writer's queue is full; nothing was done then.
    /// </summary>
    Task<Reply> AskAsync<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command, Actor actor, string? commandId = null, CancellationToken cancel = default)
        where TCommand : notnull;

    /// <summary>The grain's view and version now; a grain nobody has touched shows its initial state at version 0.</summary>
    Task<Viewed<TView>> ViewAsync<TCommand, TView>(GrainRef<TCommand, TView> of, CancellationToken cancel = default);

    /// <summary>
    /// Notices of changes from now on, of one grain, of one kind, or of all (both null). A notice carries only name and version; readers read again.
    /// A reader that falls behind its bounded buffer gets <see cref="GrainNotice.Missed"/> and reads everything again.
    /// </summary>
    IAsyncEnumerable<GrainNotice> WatchAsync(string? kind, string? key, CancellationToken cancel);
}

/// <summary>A view with the version it shows.</summary>
public sealed record Viewed<TView>(long Version, TView View);

/// <summary>Something changed.</summary>
/// <param name="Missed">True when the reader fell behind: then the name is empty and everything has to be read again.</param>
public readonly record struct GrainNotice(GrainId Id, long Version, bool Missed = false);

/// <summary>A bounded queue is full; nothing was done and the same command may be sent again.</summary>
public sealed class FleetBusyException(string queue) : Exception($"the {queue} queue is full, send the command again")
{
    /// <summary>Stable.</summary>
    public string Code => "fleet/busy";
}

/// <summary>Where grains are kept. One conformance suite holds every store to this.</summary>
public interface IGrainStore
{
    /// <summary>The grain as last saved, or null.</summary>
    ValueTask<StoredGrain?> LoadAsync(GrainId id, CancellationToken cancel);

    /// <summary>Saves all of the write, durably, or nothing. False when the stored version is not the expected one.</summary>
    ValueTask<bool> SaveAsync(GrainWrite write, CancellationToken cancel);

    /// <summary>Letters nobody has taken yet, oldest first, at most <paramref name="take"/>, beyond <paramref name="after"/> (a mark from an earlier answer, 0 at first).</summary>
    ValueTask<ImmutableArray<(long Mark, StoredLetter Letter)>> PendingLettersAsync(long after, int take, CancellationToken cancel);

    /// <summary>Forgets letters that their receivers have taken.</summary>
    ValueTask ForgetLettersAsync(ImmutableArray<StoredLetter> letters, CancellationToken cancel);

    /// <summary>Sets a letter aside that threw too often; it is kept, shown and alarmed.</summary>
    ValueTask ParkLetterAsync(StoredLetter letter, string reason, CancellationToken cancel);

    /// <summary>Grains whose <c>WakeAt</c> has come, at most <paramref name="take"/>.</summary>
    ValueTask<ImmutableArray<(GrainId Id, long Version)>> DueAsync(DateTimeOffset now, int take, CancellationToken cancel);
}

/// <summary>The history of everything that happened.</summary>
public interface IEventLog
{
    /// <summary>Newest first, below <paramref name="query"/>'s position.</summary>
    Task<ImmutableArray<StoredEvent>> ReadAsync(EventQuery query, CancellationToken cancel);
}

/// <summary>Which events to read; null means any.</summary>
/// <param name="Before">Only positions below this; <see cref="long.MaxValue"/> for the newest.</param>
/// <param name="Take">1 to 200.</param>
public sealed record EventQuery(
    long Before = long.MaxValue, string? Kind = null, string? Key = null, string? Actor = null, string? Type = null, bool WithoutPhones = false, int Take = 50);

/// <summary>Signed policy documents by the SHA-256 of their payload, shared by all phones with the same effective policy.</summary>
public interface IDocumentStore
{
    /// <summary>Keeps a document; keeping it again changes nothing. At most 64 KiB.</summary>
    Task PutAsync(string digest, string jws, CancellationToken cancel);

    /// <summary>The document, or null.</summary>
    Task<string?> GetAsync(string digest, CancellationToken cancel);
}
