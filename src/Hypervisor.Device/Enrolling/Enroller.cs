using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Redeems an enrolment code: the phone gets a certificate for its key, and learns whom to believe.</summary>
/// <param name="time">Tells the time.</param>
public sealed class Enroller(TimeProvider time)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <summary>Enrols with the server that the code names. The token is sent only to a server whose chain ends at the root that the code names.</summary>
    /// <exception cref="DeviceException">
    /// <c>enrolment/server-not-trusted</c>, <c>enrolment/unreachable</c>, <c>enrolment/bad-answer</c>, or the code of the server's refusal.
    /// </exception>
    public async Task<PhoneIdentity> EnrolAsync(
        EnrolmentCode code, ECDsa key, string hardware, ImmutableArray<SlotDeclaration> slots, CancellationToken cancellation)
    {
        using var root = await FetchRootAsync(code, cancellation);
        using var http = Client(PinnedTrust.ByRoot(root, own: null, time.GetUtcNow));
        var body = Codec.Write(new EnrolRequest(code.Token, PhoneKey.Request(key), hardware, slots));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await AskAsync(code, () => http.PostAsync(new Uri(code.Server, ChannelLimits.EnrolPath), content, cancellation), AnswerAsync, cancellation);
        return Checked(answer, code, key, hardware);
    }

    /// <summary>The slots as a server may know them.</summary>
    public static ImmutableArray<SlotDeclaration> Declare(SlotTable slots) =>
    [
        .. slots.Slots.Select(slot => new SlotDeclaration(slot.Slot, slot.Owner == SlotOwner.Personal ? VmOwner.Personal : VmOwner.Organisation)),
    ];

    // The root is public and proves itself by its fingerprint, so it may come over a connection that proves nothing.
    private static async Task<X509Certificate2> FetchRootAsync(EnrolmentCode code, CancellationToken cancellation)
    {
        using var http = Client(PinnedTrust.Nothing());
        var pem = await AskAsync(
            code, () => http.GetAsync(new Uri(code.Server, ChannelLimits.RootPath), cancellation), it => it.Content.ReadAsStringAsync(cancellation), cancellation);
        try
        {
            var root = X509Certificate2.CreateFromPem(pem);
            if (PinnedTrust.Matches(root, code.RootFingerprint)) return root;
            root.Dispose();
        }
        catch (CryptographicException)
        {
            // The same as another root.
        }

        throw NotTrusted(cause: null);
    }

    private static HttpClient Client(SslClientAuthenticationOptions trust) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = trust }) { Timeout = Within, MaxResponseContentBufferSize = Codec.MaxBody };

    private static async Task<T> AskAsync<T>(
        EnrolmentCode code, Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            using var response = await ask();
            return response.IsSuccessStatusCode ? await read(response) : throw Refusal(await response.Content.ReadAsByteArrayAsync(cancellation), (int)response.StatusCode);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException)
        {
            throw NotTrusted(failure);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DeviceException("enrolment/unreachable", $"the server at `{code.Server.Authority}` does not answer", failure);
        }
    }

    private static DeviceException NotTrusted(Exception? cause) =>
        new("enrolment/server-not-trusted", "the server does not show the root that the code names", cause);

    private static async Task<EnrolAnswer> AnswerAsync(HttpResponseMessage response) =>
        Codec.ReadEnrolAnswer(await response.Content.ReadAsByteArrayAsync()).Value
        ?? throw new DeviceException("enrolment/bad-answer", "the answer of the server cannot be read");

    private static DeviceException Refusal(byte[] untrustedBytes, int status) => Codec.ReadProblem(untrustedBytes) is { IsRead: true } read
        ? new DeviceException(read.Value.Code, read.Value.Message)
        : new DeviceException("enrolment/bad-answer", $"the server answered with status {status}");

    private static PhoneIdentity Checked(EnrolAnswer answer, EnrolmentCode code, ECDsa key, string hardware)
    {
        try
        {
            using var root = X509Certificate2.CreateFromPem(answer.Root);
            using var own = X509Certificate2.CreateFromPem(answer.Certificate);
            using var certified = own.GetECDsaPublicKey();
            var sound = PinnedTrust.Matches(root, code.RootFingerprint) && JwsKeys.Read(answer.SigningKeys).IsRead
                && certified is not null && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
            if (!sound) throw new DeviceException("enrolment/bad-answer", "root, keys or certificate in the answer are not those asked for");
        }
        catch (CryptographicException unreadable)
        {
            throw new DeviceException("enrolment/bad-answer", "root or certificate in the answer cannot be read", unreadable);
        }

        return new PhoneIdentity(answer.PhoneId, code.Server, hardware, answer.Certificate, answer.Root, answer.SigningKeys);
    }
}
