using System.Collections.Concurrent;
using Twofold.Fleet.Gateway.Tests.Rig;

namespace Twofold.Fleet.Gateway.Tests.Rollouts;

/// <summary>Notes every revision that some phones were ever given, at each change of theirs.</summary>
internal sealed class RevisionWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, byte> _seen = [];

    public RevisionWatch(GatewayRig rig, IReadOnlyList<string> phones) => _ = WatchAsync(rig, [.. phones]);

    public ICollection<long> Seen => _seen.Keys;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchAsync(GatewayRig rig, HashSet<string> phones)
    {
        try
        {
            await foreach (var notice in rig.Fleet.WatchAsync("phone", key: null, _stop.Token))
                if (phones.Contains(notice.Id.Key)) _seen[(await rig.ViewAsync(notice.Id.Key)).PolicyRevision] = 0;
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
