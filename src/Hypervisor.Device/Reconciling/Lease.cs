using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>How long a work VM may be out of contact with the server.</summary>
/// <param name="OfflineLock">After this it is suspended until the next contact.</param>
/// <param name="OfflineWipe">After this its key is destroyed.</param>
public sealed record Lease(TimeSpan OfflineLock, TimeSpan OfflineWipe)
{
    /// <summary>The shortest time before a lock, whoever signed a shorter one.</summary>
    public static readonly TimeSpan LeastLock = LeaseFloor.Lock;

    /// <summary>The shortest time before a wipe, whoever signed a shorter one.</summary>
    public static readonly TimeSpan LeastWipe = LeaseFloor.Wipe;

    /// <summary>What holds where no policy speaks.</summary>
    public static Lease Default { get; } = new(LeaseOfflineLock.Instance.Default, LeaseOfflineWipe.Instance.Default);

    /// <summary>The lease with the phone's own minimums, never wiping before it locks.</summary>
    public Lease Bounded()
    {
        var wipe = OfflineWipe < LeastWipe ? LeastWipe : OfflineWipe;
        var locks = OfflineLock < LeastLock ? LeastLock : OfflineLock;
        return new Lease(locks < wipe ? locks : wipe, wipe);
    }
}
