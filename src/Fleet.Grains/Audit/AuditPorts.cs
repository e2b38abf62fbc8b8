using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>The key under which a person's names stand in events. Without it they are unreadable for ever.</summary>
/// <param name="Id">Stands in the events; it says nothing about the person.</param>
/// <param name="Mark">By which the person is found: a keyed hash of the name. Empty once erased.</param>
/// <param name="Key">The key, protected by the installation. Empty once erased.</param>
/// <param name="ErasedAt">When the person was erased, or null.</param>
public sealed record PersonKey(string Id, ReadOnlyMemory<byte> Mark, ReadOnlyMemory<byte> Key, DateTimeOffset? ErasedAt = null);

/// <summary>Where the keys of persons are kept. They get there with <see cref="GrainWrite.Persons"/>, in the write that needs them first.</summary>
public interface IPersonStore
{
    /// <summary>The person with this mark, or null; an erased person is found by nobody.</summary>
    ValueTask<PersonKey?> FindPersonAsync(ReadOnlyMemory<byte> mark, CancellationToken cancel);

    /// <summary>The person with this id, erased or not, or null.</summary>
    ValueTask<PersonKey?> PersonAsync(string id, CancellationToken cancel);

    /// <summary>
    /// Destroys key and mark, durably: overwritten in place, and gone from the store's own log when this returns. False when there is no
    /// such person or the person was erased before; then nothing changes.
    /// </summary>
    ValueTask<bool> ErasePersonAsync(string id, DateTimeOffset at, CancellationToken cancel);

    /// <summary>The hash of the newest event whose grain is named so in the events, or null when there is none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> LastHashAsync(GrainId grain, CancellationToken cancel);
}

/// <summary>One event's place in the feed, and its hash.</summary>
/// <param name="Grain">The grain as the event names it.</param>
public readonly record struct FeedLink(long Position, GrainId Grain, ReadOnlyMemory<byte> Hash);

/// <summary>A signed checkpoint as it is kept.</summary>
/// <param name="Number">1 for the first; grows by one.</param>
/// <param name="After">It covers the events beyond this position.</param>
/// <param name="Through">The position of the last event that it covers.</param>
/// <param name="Jws">The checkpoint, signed.</param>
public sealed record StoredCheckpoint(long Number, DateTimeOffset At, long After, long Through, string Jws);

/// <summary>All events in the order in which they were stored, and the checkpoints over them.</summary>
public interface ICheckpointStore
{
    /// <summary>
    /// Places and hashes of events beyond <paramref name="after"/>, oldest first, 1 to 1,000. Once a position was shown, no event ever
    /// appears below it.
    /// </summary>
    ValueTask<ImmutableArray<FeedLink>> LinksAsync(long after, int take, CancellationToken cancel);

    /// <summary>The events beyond <paramref name="after"/> as they are stored, oldest first, 1 to 200; see <see cref="LinksAsync"/>.</summary>
    ValueTask<ImmutableArray<StoredEvent>> FeedAsync(long after, int take, CancellationToken cancel);

    /// <summary>Keeps a checkpoint, durably. False when its number is taken or does not follow on the newest.</summary>
    ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancel);

    /// <summary>The newest checkpoint, or null.</summary>
    ValueTask<StoredCheckpoint?> NewestCheckpointAsync(CancellationToken cancel);

    /// <summary>Checkpoints beyond a number, oldest first, 1 to 200.</summary>
    ValueTask<ImmutableArray<StoredCheckpoint>> CheckpointsAsync(long after, int take, CancellationToken cancel);

    /// <summary>The number of the last checkpoint that this witness has; 0 at first.</summary>
    ValueTask<long> WitnessedAsync(string witness, CancellationToken cancel);

    /// <summary>Notes that the witness has everything up to this number, durably; it never goes back.</summary>
    ValueTask WitnessAsync(string witness, long number, CancellationToken cancel);
}
