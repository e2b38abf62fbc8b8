using System.Collections.Concurrent;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The only writer. It takes what waits, up to a group's size, into one transaction: one flush to disk serves many grains, and nobody is
/// answered before it. A write that throws fails alone: the group is rolled back and its writes are done one by one.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private readonly BlockingCollection<IWrite> _queue;
    private readonly WriteStatements _statements;
    private readonly int _groupSize;
    private readonly Task _running;
    private long _transactions;
    private long _writes;

    public GroupWriter(WriteStatements statements, int capacity, int groupSize)
    {
        (_statements, _groupSize) = (statements, groupSize);
        _queue = new BlockingCollection<IWrite>(new ConcurrentQueue<IWrite>(), capacity);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public (long Transactions, long Writes) Committed => (Interlocked.Read(ref _transactions), Interlocked.Read(ref _writes));

    /// <summary>Queues a write and answers when it is durable. Cancelling ends the waiting, not the write.</summary>
    /// <exception cref="FleetBusyException">The queue is full, or the store is closing; nothing was done.</exception>
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
        _statements.Dispose();
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
        if (group.Count == 1) group[0].Fail(error);
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
            _statements.Transact(() => group.ForEach(w => w.Apply(_statements)));
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
