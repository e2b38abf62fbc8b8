using System.Collections.Concurrent;

namespace Twofold.Fleet.Hosting;

/// <summary>Hands every change to those who watch that grain, its kind, or everything. Publishing never waits for a watcher.</summary>
internal sealed class Broadcast(int buffer, int maxWatchers)
{
    private readonly ConcurrentDictionary<(string? Kind, string? Key), ConcurrentDictionary<Watcher, bool>> _topics = new();
    private readonly Lock _joining = new();
    private int _watchers;

    public void Publish(GrainNotice notice)
    {
        Publish((notice.Id.Kind, notice.Id.Key), notice);
        Publish((notice.Id.Kind, null), notice);
        Publish((null, null), notice);
    }

    /// <summary>Watches from now on, until cancelled.</summary>
    /// <exception cref="FleetBusyException">There are too many watchers.</exception>
    public IAsyncEnumerable<GrainNotice> Watch(string? kind, string? key, CancellationToken cancel)
    {
        var watcher = new Watcher(buffer);
        Join((kind, key), watcher);

        // One who cancels before the first notice never comes to the end of the reading; both ways out lead to the same place.
        var cancelled = cancel.Register(() => Leave((kind, key), watcher));
        return watcher.ReadAsync(
            () =>
            {
                cancelled.Dispose();
                Leave((kind, key), watcher);
            },
            cancel);
    }

    private void Publish((string? Kind, string? Key) topic, GrainNotice notice)
    {
        if (!_topics.TryGetValue(topic, out var watchers)) return;
        foreach (var (watcher, _) in watchers) watcher.Offer(notice);
    }

    private void Join((string? Kind, string? Key) topic, Watcher watcher)
    {
        lock (_joining)
        {
            if (_watchers >= maxWatchers) throw new FleetBusyException("watcher");
            _watchers++;
            _topics.GetOrAdd(topic, _ => new())[watcher] = true;
        }
    }

    private void Leave((string? Kind, string? Key) topic, Watcher watcher)
    {
        lock (_joining)
        {
            if (!_topics.TryGetValue(topic, out var watchers) || !watchers.TryRemove(watcher, out _)) return;
            _watchers--;
            if (watchers.IsEmpty) _topics.TryRemove(topic, out _);
        }
    }
}
