using System.Collections.Concurrent;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The only writer. It takes what waits, up to a group's size, into one transaction: one flush to disk serves many grains, and nobody is
/// answered before it. A write that throws fails alone: the group is rolled back and its writes are done one by one. When the disk fails,
/// the group fails whole and its connection is given up: a flush that failed once may be reported as done the next time, though it is not.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private readonly BlockingCollection<IWrite> _queue;
    private readonly Func<WriteStatements> _reopen;
    private readonly int _groupSize;
    private readonly Task _running;
    private long _transactions;
    private long _writes;
    private WriteStatements? _statements;
    private volatile string? _trouble;

    /// <param name="reopen">Opens a new connection after the disk failed, with everything that was answered for written and flushed anew.</param>
    public GroupWriter(WriteStatements statements, Func<WriteStatements> reopen, int capacity, int groupSize)
    {
        (_statements, _reopen, _groupSize) = (statements, reopen, groupSize);
        _queue = new BlockingCollection<IWrite>(new ConcurrentQueue<IWrite>(), capacity);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public (long Transactions, long Writes) Committed => (Interlocked.Read(ref _transactions), Interlocked.Read(ref _writes));

    /// <summary>The code of what is wrong with the disk since the last write that succeeded, or null.</summary>
    public string? Trouble => _trouble;

    /// <summary>Queues a write and answers when it is durable. Cancelling ends the waiting, not the write.</summary>
    /// <exception cref="FleetBusyException">The queue is full, or the store is closing; nothing was done.</exception>
    /// <exception cref="StoreTroubleException">The disk failed.</exception>
    public Task<T> RunAsync<T>(Func<WriteStatements, T> apply, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var write = new Write<T>(apply);
        if (!TryQueue(write)) throw new FleetBusyException("writer");
        return write.Answer.WaitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _running;
        _queue.Dispose();
        _statements?.Dispose();
    }

    private bool TryQueue(IWrite write)
    {
        try
        {
            return _queue.TryAdd(write);
        }
        catch (Exception closing) when (closing is InvalidOperationException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Run()
    {
        var group = new List<IWrite>(_groupSize);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < _groupSize && _queue.TryTake(out var next)) group.Add(next);
            CommitGroup(group);
            group.Clear();
        }
    }

    private void CommitGroup(List<IWrite> group)
    {
        if (TryCommit(group) is not { } error) return;
        if (group.Count == 1 || error is StoreTroubleException) group.ForEach(w => w.Fail(error));
        else CommitOneByOne(group);
    }

    private void CommitOneByOne(List<IWrite> group)
    {
        foreach (var write in group)
        {
            if (TryCommit([write]) is { } error) write.Fail(error);
        }
    }

    private Exception? TryCommit(List<IWrite> group)
    {
        try
        {
            // INVARIANT: after the disk failed nothing is taken before everything that was answered for is written and flushed anew.
            var statements = _statements ??= _reopen();
            statements.Transact(() => group.ForEach(w => w.Apply(statements)));
        }
        catch (Exception error)
        {
            return GiveUp(error);
        }

        _trouble = null;
        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _writes, group.Count);
        group.ForEach(w => w.Done());
        return null;
    }

    private Exception GiveUp(Exception error)
    {
        if (Troubles.Of(error, _statements?.Connection) is not { } trouble) return error;
        _trouble = trouble.Code;
        _statements?.Dispose();
        _statements = null;
        return trouble;
    }

    private interface IWrite
    {
        void Apply(WriteStatements statements);

        void Done();

        void Fail(Exception error);
    }

    private sealed class Write<T>(Func<WriteStatements, T> apply) : IWrite
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Answer => _answer.Task;

        public void Apply(WriteStatements statements) => _result = apply(statements);

        public void Done() => _answer.TrySetResult(_result!);

        public void Fail(Exception error) => _answer.TrySetException(error);
    }
}
