using System.Collections.Immutable;
using System.Text.Json;

namespace Twofold.Auditing;

/// <summary>An event that the next checkpoint may cover.</summary>
/// <param name="Chain">The name of its chain, <c>kind/key</c>.</param>
public readonly record struct CheckpointLink(long Position, string Chain, ReadOnlyMemory<byte> Hash);

/// <summary>Makes the next checkpoint: a bounded stretch of the feed, so that what is signed always fits a signed text.</summary>
public static class CheckpointDraft
{
    // Beside 13 KiB of entries this stays within what Jws reads, whatever characters the names are of.
    private const int MaxHeadBytes = 40 * 1024;

    /// <summary>The checkpoint after a predecessor, over as many of the links as it may cover.</summary>
    /// <param name="previous">The predecessor's signed text, its number and the last position that it covers; null for the first.</param>
    /// <param name="links">What follows on the predecessor, in the order of the feed; at least one.</param>
    public static Checkpoint Next((long Number, long Through, string Jws)? previous, IReadOnlyList<CheckpointLink> links, DateTimeOffset now)
    {
        var heads = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var entries = new List<CheckpointEntry>();
        var room = MaxHeadBytes;
        foreach (var link in links.Take(Checkpoint.MaxEntries))
        {
            if (!heads.ContainsKey(link.Chain)) room -= SizeOf(link.Chain);
            if (room < 0 && entries.Count > 0) break;
            heads[link.Chain] = entries.Count;
            entries.Add(new(link.Position, link.Hash));
        }

        return new Checkpoint(
            (previous?.Number ?? 0) + 1, now, previous is { } before ? CheckpointText.DigestOf(before.Jws) : Checkpoint.NoPrevious,
            previous?.Through ?? 0, entries[^1].Position, CheckpointText.Write(entries), heads.ToImmutable());
    }

    private static int SizeOf(string chain) => JsonEncodedText.Encode(chain, AuditJson.Encoder).EncodedUtf8Bytes.Length + 8;
}
