using System.Collections.Immutable;
using System.Net;

namespace Twofold.Fleet.Gateway;

/// <summary>Where the gateway listens and how much it takes.</summary>
/// <param name="TrustFolder">Keeps the keys and certificates of the organisation; made on the first start.</param>
/// <param name="PublicAddress">How phones reach the gateway: https, a host and a port. It goes into every enrolment code.</param>
public sealed record GatewayOptions(string TrustFolder, Uri PublicAddress)
{
    /// <summary>The address to listen on; loopback unless somebody decides otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; } = 8443;

    /// <summary>Names and addresses in the server's certificate, besides the loopback ones and the host of the public address.</summary>
    public ImmutableArray<string> ServerNames { get; init; } = [];

    /// <summary>How long a phone's certificate is valid.</summary>
    public TimeSpan PhoneCertificateValidity { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Open connections on the phones' listener; a further one is closed at once.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Requests to enrol or renew per second and address; beyond it the answer is <c>enrolment/too-many</c>.</summary>
    public int EnrolmentsPerSecond { get; init; } = 100;

    /// <summary>Within this a socket has to say hello.</summary>
    public TimeSpan HelloWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often every session and the composer read again, in case a notice was missed.</summary>
    public TimeSpan ReadAgainEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the composer gathers changes before it looks.</summary>
    public TimeSpan ComposeAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a rollout is measured. Where the counting itself takes long, it rests ten times as long in between.</summary>
    public TimeSpan MeasureEvery { get; init; } = TimeSpan.FromSeconds(2);
}
