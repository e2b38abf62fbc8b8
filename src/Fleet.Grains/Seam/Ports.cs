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

/// <summary>A turn, a load or a view broke; the grain itself is as it was. The details are in the host's journal under the incident's id.</summary>
/// <param name="code">
/// Stable: <c>grain/turn-failed</c> (a rule threw), <c>grain/save-failed</c> (the store refused it twice), <c>grain/too-new</c> (a newer
/// program wrote the grain), <c>grain/unreachable</c> (no machine of the cluster answered for it), or a code of <see cref="StoreTroubleException"/>.
/// </param>
/// <param name="incident">The id to look up.</param>
public sealed class GrainFaultException(string code, GrainId grain, string incident) : Exception($"{code}: `{grain}` broke, incident `{incident}`")
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;

    /// <summary>The id under which the journal has the details.</summary>
    public string Incident { get; } = incident;
}

/// <summary>
/// The store cannot serve for a reason outside of it; what was answered for is kept, and nobody knows of the write that failed whether it
/// landed. The same command may be sent again.
/// </summary>
/// <param name="code">
/// Stable: <c>store/disk-full</c>, <c>store/read-only</c>, <c>store/disk-fault</c> (a write or a flush failed), <c>store/corrupt</c>,
/// <c>store/unreachable</c> (the database does not answer), <c>store/in-use</c> (another host has claimed it meanwhile).
/// </param>
public sealed class StoreTroubleException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}

/// <summary>Whether the store can write.</summary>
public interface IStoreHealth
{
    /// <summary>The code of what is wrong since the last write or read that succeeded, or null.</summary>
    string? Trouble { get; }

    /// <summary>Tries a small durable write and answers <see cref="Trouble"/> after it; it is how a store hears that the cause is gone.</summary>
    ValueTask<string?> ProbeAsync(CancellationToken cancel);
}

/// <summary>Who was turned away, for people who look after the installation. Bounded: the oldest entries are forgotten first.</summary>
public interface IAccessLog
{
    /// <summary>How many refusals there were since the start, forgotten ones included.</summary>
    long Total { get; }

    /// <summary>Notes one refusal.</summary>
    void Note(AccessRefusal refusal);

    /// <summary>The newest first, at most <paramref name="take"/>.</summary>
    ImmutableArray<AccessRefusal> Latest(int take);
}

/// <summary>A command that its actor may not give.</summary>
public sealed record AccessRefusal(DateTimeOffset At, ActorKind ActorKind, string ActorId, GrainId Grain, string CommandId, string Explanation);

/// <summary>Where grains are kept. One conformance suite holds every store to this.</summary>
public interface IGrainStore
{
    /// <summary>The grain as last saved, or null.</summary>
    ValueTask<StoredGrain?> LoadAsync(GrainId id, CancellationToken cancel);

    /// <summary>Saves all of the write, durably, or nothing. False when the stored version is not the expected one.</summary>
    ValueTask<bool> SaveAsync(GrainWrite write, CancellationToken cancel);

    /// <summary>
    /// Letters nobody has taken yet, oldest first, at most <paramref name="take"/>, beyond <paramref name="after"/> (a mark from an earlier
    /// answer, 0 at first). Once a mark was shown, no letter ever appears below it.
    /// </summary>
    ValueTask<ImmutableArray<(long Mark, StoredLetter Letter)>> PendingLettersAsync(long after, int take, CancellationToken cancel);

    /// <summary>Letters of one sender that nobody has taken yet, in the order of their sequence, at most <paramref name="take"/>.</summary>
    ValueTask<ImmutableArray<StoredLetter>> LettersFromAsync(GrainId sender, int take, CancellationToken cancel);

    /// <summary>Forgets letters that their receivers have taken.</summary>
    ValueTask ForgetLettersAsync(ImmutableArray<StoredLetter> letters, CancellationToken cancel);

    /// <summary>Remembers that the receiver refused the letter, so that only its way back is left.</summary>
    ValueTask RefuseLetterAsync(StoredLetter letter, LetterRefusal refusal, CancellationToken cancel);

    /// <summary>Sets a letter aside that threw too often; it is kept, shown and alarmed.</summary>
    ValueTask ParkLetterAsync(ParkedLetter parked, CancellationToken cancel);

    /// <summary>Letters set aside, newest first, at most <paramref name="take"/>.</summary>
    ValueTask<ImmutableArray<ParkedLetter>> ParkedLettersAsync(int take, CancellationToken cancel);

    /// <summary>
    /// Grains whose <c>WakeAt</c> has come, longest due first, at most <paramref name="take"/>, beyond <paramref name="after"/>
    /// (the last of the page before, null at first).
    /// </summary>
    ValueTask<ImmutableArray<DueGrain>> DueAsync(DateTimeOffset now, DueGrain? after, int take, CancellationToken cancel);
}

/// <summary>Walks over everything that is stored, to rebuild what is derived from it.</summary>
public interface IGrainReader
{
    /// <summary>Grains of a kind in the order of their keys, beyond <paramref name="afterKey"/> (null at first), at most <paramref name="take"/>.</summary>
    ValueTask<ImmutableArray<StoredGrain>> PageAsync(string kind, string? afterKey, int take, CancellationToken cancel);
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
/// <param name="Skip">So many of the newest are passed over: 0 to 1,000,000.</param>
public sealed record EventQuery(
    long Before = long.MaxValue, string? Kind = null, string? Key = null, string? Actor = null, string? Type = null, bool WithoutPhones = false, int Take = 50,
    int Skip = 0);

/// <summary>Signed policy documents by the SHA-256 of their payload, shared by all phones with the same effective policy.</summary>
public interface IDocumentStore
{
    /// <summary>Keeps a document; keeping it again changes nothing. At most 64 KiB.</summary>
    Task PutAsync(string digest, string jws, CancellationToken cancel);

    /// <summary>The document, or null.</summary>
    Task<string?> GetAsync(string digest, CancellationToken cancel);
}
