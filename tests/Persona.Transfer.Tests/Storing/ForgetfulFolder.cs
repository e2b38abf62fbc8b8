using System.Collections.Immutable;

namespace Twofold.Transfer.Tests.Storing;

/// <summary>The power went; whoever was at work is no more.</summary>
internal sealed class PowerLossException() : Exception("the power is gone");

/// <summary>
/// A folder in memory that loses power at a chosen operation. What was not synced by then may be there, or not, or in part, each operation by
/// itself: a name may outlive the bytes that it was given to.
/// </summary>
/// <param name="deaf">A disk that says it synced and did not.</param>
internal sealed class ForgetfulFolder(bool deaf = false) : IFolder
{
    private readonly Lock _lock = new();
    private readonly List<Change> _unsynced = [];
    private ImmutableSortedDictionary<string, Kept> _files = ImmutableSortedDictionary.Create<string, Kept>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Kept> _durable = ImmutableSortedDictionary.Create<string, Kept>(StringComparer.Ordinal);

    private delegate ImmutableSortedDictionary<string, Kept> Change(ImmutableSortedDictionary<string, Kept> files, Random? lot);

    /// <summary>How many operations there were that change something or sync.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation in the middle of which the power goes, counted from 1.</summary>
    public int? LosesPowerAt { get; init; }

    /// <summary>What is on the medium when the power is back.</summary>
    public ForgetfulFolder Restart(Random lot)
    {
        var files = _unsynced.Aggregate(_durable, (state, change) => lot.Next(2) == 0 ? change(state, lot) : state);
        return new ForgetfulFolder(deaf) { _files = files, _durable = files };
    }

    /// <summary>The same folder with the power going at a later operation.</summary>
    public ForgetfulFolder LosingPowerAt(int operation) => new(deaf) { _files = _files, _durable = _durable, LosesPowerAt = operation };

    /// <summary>Spoils a file as a failing medium would.</summary>
    public void Spoil(string path)
    {
        lock (_lock) _files = _durable = _files.SetItem(path, _files[path] with { Bytes = [.. _files[path].Bytes.Select(b => (byte)(b ^ 0x5A))] });
    }

    /// <inheritdoc/>
    public void Write(string path, ReadOnlySpan<byte> bytes, DateTimeOffset usedAt)
    {
        var whole = bytes.ToArray();
        Do((files, lot) => files.SetItem(path, new Kept(lot is null ? whole : Torn(whole, lot), usedAt)));
    }

    /// <inheritdoc/>
    public int Read(string path, Span<byte> room)
    {
        if (Find(path) is not { } file) return -1;
        if (file.Bytes.Length > room.Length) return room.Length + 1;
        file.Bytes.CopyTo(room);
        return file.Bytes.Length;
    }

    /// <inheritdoc/>
    public DateTimeOffset? UsedAt(string path) => Find(path)?.UsedAt;

    /// <inheritdoc/>
    public void Touch(string path, DateTimeOffset usedAt) => Do((files, _) => files.GetValueOrDefault(path) is { } file ? files.SetItem(path, file with { UsedAt = usedAt }) : files);

    /// <inheritdoc/>
    public void Rename(string path, string to) => Do((files, lot) => files.GetValueOrDefault(path) is { } file
        ? files.Remove(path).SetItem(to, file)
        : lot is null ? throw new FileNotFoundException(path) : files.SetItem(to, new Kept([], default)));

    /// <inheritdoc/>
    public void Delete(string path) => Do((files, _) => files.Remove(path));

    /// <inheritdoc/>
    public IEnumerable<string> List(string folder)
    {
        lock (_lock) return [.. _files.Keys.Where(p => p.StartsWith(folder + "/", StringComparison.Ordinal)).Select(p => p[(folder.Length + 1)..])];
    }

    /// <inheritdoc/>
    public void Sync()
    {
        Do((files, _) => files);
        if (deaf) return;
        lock (_lock)
        {
            _durable = _files;
            _unsynced.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private Kept? Find(string path)
    {
        lock (_lock) return _files.GetValueOrDefault(path);
    }

    private void Do(Change change)
    {
        lock (_lock)
        {
            Operations++;
            if (Operations >= LosesPowerAt)
            {
                if (Operations == LosesPowerAt) _unsynced.Add(change);
                throw new PowerLossException();
            }

            _files = change(_files, null);
            _unsynced.Add(change);
        }
    }

    private static byte[] Torn(byte[] whole, Random lot) => lot.Next(3) switch
    {
        0 => whole,
        1 => whole[..lot.Next(whole.Length)],
        _ => new byte[whole.Length],
    };

    private sealed record Kept(byte[] Bytes, DateTimeOffset UsedAt);
}
