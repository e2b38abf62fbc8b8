using System.Net;
using System.Net.Sockets;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Which of a fixed number of counters an address is counted in, so that no number of addresses fills the memory. Addresses of one IPv6
/// network of 64 bits share one, because whoever has one of them has all; strangers may share one too, by a chance that differs from start to start.
/// </summary>
public static class AddressBucket
{
    /// <summary>How many counters there are.</summary>
    public const int Count = 4096;

    private const int NetworkBytes = 8;

    /// <summary>The counter of an address, from 0 to <see cref="Count"/> - 1.</summary>
    public static int Of(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address ?? IPAddress.None;
        var bytes = plain.GetAddressBytes();
        var hash = default(HashCode);
        hash.AddBytes(plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, NetworkBytes) : bytes);
        return (int)((uint)hash.ToHashCode() % Count);
    }
}
