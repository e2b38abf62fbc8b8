using System.Collections.Concurrent;

namespace Twofold.Floor;

/// <summary>One writer in front of <see cref="PlainRows"/>: it takes what waits, at most 256, into one transaction.</summary>
internal sealed class RowQueue : IDisposable
{
    private const int GroupSize = 256;

    private readonly BlockingCollection<int> _keys = [];
    private readonly PlainRows _rows;
    private readonly Task _running;
    private long _written;

    public RowQueue(string store)
    {
        _rows = new PlainRows(store);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Called by the writer after each transaction, with the number of durable writes so far.</summary>
    public Action<long>? Written { get; set; }

    public void Add(int key) => _keys.Add(key);

    public void Dispose()
    {
        _keys.CompleteAdding();
        _running.Wait();
        _keys.Dispose();
        _rows.Dispose();
    }

    private void Run()
    {
        var group = new List<int>(GroupSize);
        foreach (var first in _keys.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < GroupSize && _keys.TryTake(out var next)) group.Add(next);
            _rows.Write(group);
            _written += group.Count;
            group.Clear();
            Written?.Invoke(_written);
        }
    }
}
