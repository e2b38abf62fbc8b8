using System.Collections.Immutable;

namespace Twofold.Fleet.Hosting;

/// <summary>The newest refusals of access, in memory; the oldest are overwritten.</summary>
public sealed class AccessRing(int capacity) : IAccessLog
{
    private readonly AccessRefusal[] _ring = new AccessRefusal[capacity];
    private readonly Lock _gate = new();
    private long _total;

    /// <inheritdoc/>
    public long Total
    {
        get
        {
            lock (_gate) return _total;
        }
    }

    /// <inheritdoc/>
    public void Note(AccessRefusal refusal)
    {
        lock (_gate) _ring[_total++ % _ring.Length] = refusal;
    }

    /// <inheritdoc/>
    public ImmutableArray<AccessRefusal> Latest(int take)
    {
        lock (_gate)
        {
            var held = Math.Min(Math.Min(take, _total), _ring.Length);
            return [.. Enumerable.Range(1, (int)held).Select(back => _ring[(_total - back) % _ring.Length])];
        }
    }
}
