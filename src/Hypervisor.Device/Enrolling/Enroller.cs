using System.Collections.Immutable;
using System.Net.Http.Headers;
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

    /// <summary>Enrols with the server that the code names. Nothing is sent before the server has shown the root that the code names.</summary>
    /// <exception cref="DeviceException">
    /// <c>enrolment/server-not-trusted</c>, <c>enrolment/unreachable</c>, <c>enrolment/bad-answer</c>, or the code of the server's refusal.
    /// </exception>
    public async Task<PhoneIdentity> EnrolAsync(
        EnrolmentCode code, ECDsa key, string hardware, ImmutableArray<SlotDeclaration> slots, CancellationToken cancellation)
    {
        using var http = new HttpClient(Handler(code)) { Timeout = Within, MaxResponseContentBufferSize = Codec.MaxBody };
        var body = Codec.Write(new EnrolRequest(code.Token, PhoneKey.Request(key), hardware, slots));
        var answer = await PostAsync(http, new Uri(code.Server, ChannelLimits.EnrolPath), body, cancellation);
        return Checked(answer, code, key, hardware);
    }

    /// <summary>The slots as a server may know them.</summary>
    public static ImmutableArray<SlotDeclaration> Declare(SlotTable slots) =>
    [
        .. slots.Slots.Select(slot => new SlotDeclaration(slot.Slot, slot.Owner == SlotOwner.Personal ? VmOwner.Personal : VmOwner.Organisation)),
    ];

    private SocketsHttpHandler Handler(EnrolmentCode code) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = PinnedTrust.ByFingerprint(code.RootFingerprint, time.GetUtcNow),
    };

    private static async Task<EnrolAnswer> PostAsync(HttpClient http, Uri address, byte[] body, CancellationToken cancellation)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(address, content, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.IsSuccessStatusCode ? Answer(bytes) : throw Refusal(bytes, (int)response.StatusCode);
        }
        catch (HttpRequestException failure) when (failure.InnerException is System.Security.Authentication.AuthenticationException)
        {
            throw new DeviceException("enrolment/server-not-trusted", "the server does not show the root that the code names", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new DeviceException("enrolment/unreachable", $"the server at `{address.Authority}` does not answer", failure);
        }
    }

    private static EnrolAnswer Answer(byte[] untrustedBytes) =>
        Codec.ReadEnrolAnswer(untrustedBytes).Value ?? throw new DeviceException("enrolment/bad-answer", "the answer of the server cannot be read");

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
