using System.Net;

namespace Twofold.Web.Composition;

/// <summary>Where something listens: <c>http</c> or <c>https</c>, an IP address or <c>localhost</c>, and a port (0 for any that is free).</summary>
public sealed record ListenAddress(string Scheme, string Host, int Port)
{
    /// <summary>Whether it speaks TLS.</summary>
    public bool IsTls => Scheme == Uri.UriSchemeHttps;

    /// <summary>The address to bind.</summary>
    public IPAddress Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host.Trim('[', ']'));

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads an address; null for anything else.</summary>
    public static ListenAddress? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
        && (url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
            ? new(url.Scheme, url.Host, url.Port)
            : null;

    /// <summary>As it is typed.</summary>
    public override string ToString() => $"{Scheme}://{Host}:{Port}";
}
