using System.Net;
using System.Threading.RateLimiting;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Api;

/// <summary>Counts wrong tokens by address. Beyond the limit an address is not listened to for a minute, right tokens included.</summary>
public sealed class TokenFailures : IDisposable
{
    /// <summary>Wrong tokens that one address may show in a minute.</summary>
    public const int PerMinute = 30;

    private readonly PartitionedRateLimiter<IPAddress> _limits = PartitionedRateLimiter.Create<IPAddress, int>(address =>
        RateLimitPartition.GetFixedWindowLimiter(AddressBucket.Of(address), _ => new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>Whether the address has shown too many.</summary>
    public bool TooMany(IPAddress address)
    {
        using var probe = _limits.AttemptAcquire(address, 0);
        return !probe.IsAcquired;
    }

    /// <summary>Counts a wrong token.</summary>
    public void Add(IPAddress address) => _limits.AttemptAcquire(address).Dispose();

    /// <inheritdoc/>
    public void Dispose() => _limits.Dispose();
}
