using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Dials the gateway: TLS 1.3, the phone's certificate, the pinned root.</summary>
public sealed class TlsDial : IDisposable
{
    private readonly Uri _address;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _own;
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Reads the certificates of an identity.</summary>
    /// <param name="identity">Who the phone is and whom it believes.</param>
    /// <param name="key">The phone's key.</param>
    /// <param name="now">The phone's trusted time.</param>
    public TlsDial(PhoneIdentity identity, ECDsa key, Func<DateTimeOffset> now)
    {
        _address = new UriBuilder(identity.Server) { Scheme = Uri.UriSchemeWss, Path = ChannelLimits.Path }.Uri;
        _root = X509Certificate2.CreateFromPem(identity.Root);
        using var certificate = X509Certificate2.CreateFromPem(identity.Certificate);
        _own = certificate.CopyWithPrivateKey(key);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, SslOptions = PinnedTrust.ByRoot(_root, _own, now) });
    }

    /// <summary>Opens one socket. Pings go out every <see cref="ChannelLimits.Heartbeat"/>; one that stays unanswered closes it.</summary>
    public async Task<WebSocket> DialAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = ChannelLimits.Heartbeat;
            socket.Options.KeepAliveTimeout = ChannelLimits.Heartbeat / 2;
            await socket.ConnectAsync(_address, _invoker, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _invoker.Dispose();
        _own.Dispose();
        _root.Dispose();
    }
}
