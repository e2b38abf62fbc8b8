using System.Threading.Channels;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The only writer of this program. It takes what waits, up to a group's size, into one transaction: one flush to disk serves many grains,
/// and nobody is answered before it. A write that throws fails alone: the group is rolled back and its writes are done one by one. A group
/// that loses its connection is done again on another one.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private readonly PostgresSource _source;
    private readonly Endurance _endurance;
    private readonly Channel<PostgresWrite> _queue;
    private readonly int _groupSize;
    private readonly Task _running;
    private NpgsqlConnection? _connection;
    private long _transactions;
    private long _writes;

    public PostgresWriter(PostgresSource source, NpgsqlConnection connection, Endurance endurance, int capacity, int groupSize)
    {
        (_source, _connection, _endurance, _groupSize) = (source, connection, endurance, groupSize);
        _queue = Channel.CreateBounded<PostgresWrite>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _running = Task.Run(RunAsync);
    }

    public (long Transactions, long Writes) Committed => (Interlocked.Read(ref _transactions), Interlocked.Read(ref _writes));

    /// <summary>Queues a write and answers when it is durable. Cancelling ends the waiting, not the write.</summary>
    /// <exception cref="FleetBusyException">The queue is full, or the store is closing; nothing was done.</exception>
    /// <exception cref="StoreTroubleException">The database cannot serve; nobody knows whether it was done.</exception>
    public Task<bool> RunAsync(PostgresWrite write, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!_queue.Writer.TryWrite(write)) throw new FleetBusyException("writer");
        return write.Answer.WaitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
        if (_connection is not null) await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (Next() is { Count: > 0 } group) await CommitGroupAsync(group);
        }
    }

    // A grain stands in a group once, and so does a write that names persons: the second of two has to see what became of the first.
    private List<PostgresWrite> Next()
    {
        var (group, grains, persons) = (new List<PostgresWrite>(), new HashSet<GrainId>(), false);
        while (group.Count < _groupSize && _queue.Reader.TryPeek(out var next))
        {
            if (next is PostgresWrite.Alone && group.Count > 0) break;
            if (next is PostgresWrite.Save save && (!grains.Add(save.Id) || (persons && save.NamesPersons))) break;
            persons |= next is PostgresWrite.Save { NamesPersons: true };
            _queue.Reader.TryRead(out _);
            group.Add(next);
            if (next is PostgresWrite.Alone) break;
        }

        return group;
    }

    private async Task CommitGroupAsync(List<PostgresWrite> group)
    {
        if (await TryCommitAsync(group) is not { } error) return;
        if (group.Count == 1 || error is StoreTroubleException) group.ForEach(w => w.Fail(error));
        else await CommitOneByOneAsync(group);
    }

    private async Task CommitOneByOneAsync(List<PostgresWrite> group)
    {
        foreach (var write in group)
        {
            if (await TryCommitAsync([write]) is { } error) write.Fail(error);
        }
    }

    private async Task<Exception?> TryCommitAsync(List<PostgresWrite> group)
    {
        try
        {
            await _endurance.RunAsync(() => CommitAsync(group), CancellationToken.None);
        }
        catch (Exception error)
        {
            return error;
        }

        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _writes, group.Count);
        group.ForEach(w => w.Done());
        return null;
    }

    private async Task<bool> CommitAsync(List<PostgresWrite> group)
    {
        var connection = _connection ??= await _source.OpenForWritingAsync();
        try
        {
            await PostgresGroup.CommitAsync(connection, group);
            return true;
        }
        catch (Exception error) when (Endurance.IsPassing(error))
        {
            // Whatever state the connection is in: a new one is in a known state.
            _connection = null;
            await connection.DisposeAsync();
            throw;
        }
    }
}
