using System.Collections.Immutable;

namespace Twofold.Auditing;

/// <summary>The entries of an export between two checkpoints, and the heads of all chains before them.</summary>
internal sealed class Stretch
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _heads = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>The position of the first entry, or null.</summary>
    public long? First => _entries.Count > 0 ? _entries[0].Shown.Position : null;

    public void Add(ExportEvent shown, AuditEvent happened, long line) => _entries.Add(new Entry(shown, happened, line));

    public void Clear() => _entries.Clear();

    /// <summary>The position of the entry that comes next as it was signed, or null when it is not known.</summary>
    public long? Next(SignedCheckpoint? signed) => signed?.Entries.Length > Count ? signed.Entries[Count].Position : null;

    /// <summary>The first entry that is not as it was signed, or null.</summary>
    /// <param name="isWhole">Whether every entry that was signed ought to be here.</param>
    public AuditFault? Compare(SignedCheckpoint signed, long line, bool isWhole)
    {
        for (var n = 0; n < Math.Min(Count, signed.Entries.Length); n++)
        {
            if (Compare(n, signed.Entries) is { } fault) return fault;
        }

        if (!isWhole || Count == signed.Entries.Length) return null;
        return Count > signed.Entries.Length
            ? Fault(AuditCodes.EntryAdded, _entries[signed.Entries.Length], "was never signed")
            : Dropped(signed.Entries[Count], line);
    }

    /// <summary>Whether these are the heads of the chains that grew here.</summary>
    public bool HasHeads(ImmutableSortedDictionary<string, int> heads) =>
        heads.Count == _entries.Select(e => e.Happened.Chain).Distinct(StringComparer.Ordinal).Count()
        && _entries.Index().GroupBy(e => e.Item.Happened.Chain, StringComparer.Ordinal).All(c => heads.TryGetValue(c.Key, out var n) && n == c.Last().Index);

    private AuditFault? Compare(int n, ImmutableArray<CheckpointEntry> signed)
    {
        var entry = _entries[n];
        if (!IsHash(entry.Shown.Hash, signed[n].Hash)) return Different(n, signed);
        var head = _heads.GetValueOrDefault(entry.Happened.Chain, EventChain.Start);
        if (entry.Shown.Position != signed[n].Position || !IsHash(entry.Shown.Hash, EventChain.Next(head.Span, entry.Happened))) return Changed(entry, signed[n].Position);
        _heads[entry.Happened.Chain] = signed[n].Hash;
        return null;
    }

    // The hashes that were signed and those that stand here tell a change from a loss, an addition and a move.
    private AuditFault Different(int n, ImmutableArray<CheckpointEntry> signed)
    {
        var entry = _entries[n];
        var stoodLater = signed.Skip(n + 1).Any(e => IsHash(entry.Shown.Hash, e.Hash));
        var standsLater = _entries.Skip(n + 1).Any(e => IsHash(e.Shown.Hash, signed[n].Hash));
        return (stoodLater, standsLater) switch
        {
            (true, true) => Fault(AuditCodes.EntryMoved, entry, $"stands where the one at position {signed[n].Position} stood"),
            (true, false) => Dropped(signed[n], entry.Line),
            (false, true) => Fault(AuditCodes.EntryAdded, entry, "was never signed"),
            (false, false) => Changed(entry, signed[n].Position),
        };
    }

    private static AuditFault Changed(Entry entry, long position) => new(
        AuditCodes.EntryChanged, entry.Line, $"the entry at position {position} of `{entry.Happened.Chain}` is not as it was signed, or one before it in its chain is gone", position, entry.Happened.Chain);

    private static AuditFault Dropped(CheckpointEntry missing, long line) =>
        new(AuditCodes.EntryDropped, line, $"the entry at position {missing.Position} is missing", missing.Position);

    private static AuditFault Fault(string code, Entry entry, string what) => new(
        code, entry.Line, $"the entry at position {entry.Shown.Position} of `{entry.Happened.Chain}` {what}", entry.Shown.Position, entry.Happened.Chain);

    private static bool IsHash(string hex, ReadOnlyMemory<byte> hash) =>
        hex.Length == 2 * EventChain.HashBytes && string.Equals(hex, Convert.ToHexStringLower(hash.Span), StringComparison.Ordinal);

    private sealed record Entry(ExportEvent Shown, AuditEvent Happened, long Line);
}
