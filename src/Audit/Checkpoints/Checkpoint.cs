using System.Collections.Immutable;

namespace Twofold.Auditing;

/// <summary>
/// What is signed of a stretch of the feed. Entries and heads together hold every hash in the order in which the events were stored, so
/// that an entry which was changed, dropped, added or moved afterwards is not only noticed but named. Folding the heads of all
/// checkpoints, the later over the earlier, gives the head of every chain.
/// </summary>
/// <param name="Number">1 for the first; grows by one.</param>
/// <param name="At">When it was made, by the server's clock.</param>
/// <param name="Previous">SHA-256 of the signed text of the predecessor, hex; zeros for the first.</param>
/// <param name="After">It covers the events beyond this position; 0 for the first.</param>
/// <param name="Through">The position of the last event that it covers.</param>
/// <param name="Entries">For each event 40 bytes, its position (eight bytes, highest first) and its hash; all in base64url.</param>
/// <param name="Heads">For each chain that grew, <c>kind/key</c>, the number of its last entry here, from 0.</param>
public sealed record Checkpoint(
    long Number, DateTimeOffset At, string Previous, long After, long Through, string Entries, ImmutableSortedDictionary<string, int> Heads)
{
    /// <summary>The most events that one checkpoint covers.</summary>
    public const int MaxEntries = 256;

    /// <summary>The predecessor that the first one names.</summary>
    public static string NoPrevious { get; } = new('0', 64);
}

/// <summary>One event as a checkpoint covers it.</summary>
public readonly record struct CheckpointEntry(long Position, ReadOnlyMemory<byte> Hash);

/// <summary>A checkpoint whose signature was checked.</summary>
/// <param name="Entries">What it covers, in the order of the feed.</param>
/// <param name="Digest">SHA-256 of the signed text, hex: what the next one names.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, ImmutableArray<CheckpointEntry> Entries, string Digest);
