using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Dials the gateway: TLS 1.3, the phone's certificate, the pinned root. A certificate that ends soon, or has ended while the phone
/// lay on a shelf, is renewed first; if that fails the old one is tried, because it still fetches locks and wipes.
/// </summary>
public sealed class TlsDial : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly DeviceJournal _journal;
    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _root;
    private X509Certificate2 _own;
    private HttpMessageInvoker _invoker;

    /// <summary>Reads the certificates of the identity in the journal.</summary>
    /// <param name="journal">Holds an identity.</param>
    /// <param name="key">The phone's key.</param>
    /// <param name="time">The phone's clock; an earlier time than the highest seen is not believed.</param>
    public TlsDial(DeviceJournal journal, ECDsa key, TimeProvider time)
    {
        (_journal, _key, _time) = (journal, key, time);
        _root = X509Certificate2.CreateFromPem(Identity.Root);
        (_own, _invoker) = Present(Identity.Certificate);
    }

    private PhoneIdentity Identity => _journal.Record.Identity!;

    /// <summary>Opens one socket. Pings go out every <see cref="ChannelLimits.Heartbeat"/>; one that stays unanswered closes it.</summary>
    public async Task<WebSocket> DialAsync(CancellationToken cancellation)
    {
        if (_own.NotAfter.ToUniversalTime() - Now().UtcDateTime < RenewBefore) await RenewAsync(cancellation);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = ChannelLimits.Heartbeat;
            socket.Options.KeepAliveTimeout = ChannelLimits.Heartbeat / 2;
            await socket.ConnectAsync(Address(Uri.UriSchemeWss, ChannelLimits.Path), _invoker, cancellation);
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

    private async Task RenewAsync(CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address(Uri.UriSchemeHttps, ChannelLimits.RenewPath));
            using var response = await _invoker.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > Codec.MaxBody) return;
            var answer = Codec.ReadEnrolAnswer(await response.Content.ReadAsByteArrayAsync(cancellation));
            if (answer.IsRead && CertifiedKey(answer.Value.Certificate)) Take(answer.Value.Certificate);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or CryptographicException)
        {
            // The old certificate is tried, and a renewal with the next dial.
        }
    }

    private void Take(string certificate)
    {
        _journal.Change(record => record with { Identity = record.Identity! with { Certificate = certificate } });
        _invoker.Dispose();
        _own.Dispose();
        (_own, _invoker) = Present(certificate);
    }

    private (X509Certificate2 Own, HttpMessageInvoker Invoker) Present(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var own = certificate.CopyWithPrivateKey(_key);
        return (own, new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, SslOptions = PinnedTrust.ByRoot(_root, own, Now) }));
    }

    private bool CertifiedKey(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var certified = certificate.GetECDsaPublicKey();
        return certified is not null && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_key.ExportSubjectPublicKeyInfo());
    }

    private Uri Address(string scheme, string path) => new UriBuilder(Identity.Server) { Scheme = scheme, Path = path }.Uri;

    private DateTimeOffset Now()
    {
        var (clock, seen) = (_time.GetUtcNow(), _journal.Record.HighestTime);
        return clock > seen ? clock : seen;
    }
}
