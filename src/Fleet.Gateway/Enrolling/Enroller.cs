using System.Security.Cryptography.X509Certificates;
using Twofold.Fleet.Enrolments;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Redeems enrolment tokens. The same hardware may enrol again with a new token; its orders stay.</summary>
internal sealed class Enroller(IFleet fleet, OrganisationAuthority authority, TimeProvider time)
{
    // A token that is unknown and a secret that is wrong are the same answer, so that nobody learns which tokens exist.
    private static readonly Problem Unknown = new("enrolment/unknown", "this is not a token that waits for a phone");
    private static readonly string NoSecret = new('0', Digest.Length);
    private static readonly TimeSpan VisibleWithin = TimeSpan.FromSeconds(5);

    /// <summary>The answer, or why there is none: a code of the area <c>enrolment</c>.</summary>
    public async Task<Parsed<EnrolAnswer>> EnrolAsync(EnrolRequest request, CancellationToken cancel)
    {
        if (EnrolmentToken.TryParse(request.Token) is not { } token) return Unknown;
        var enrolment = (await fleet.ViewAsync(Enrolments.Enrolments.Id(token.Id), cancel)).View;
        if (!token.Has(enrolment.SecretHash.Length == Digest.Length ? enrolment.SecretHash : NoSecret)) return Unknown;
        if (Closed(enrolment.Status) is { } closed) return closed;
        if (!Grammar.IsText(request.Hardware, 8, 128)) return new Problem("enrolment/bad-hardware", "a hardware identity has 8 to 128 characters");
        if (request.Slots.IsEmpty) return new Problem("enrolment/bad-slots", "a phone has at least one VM");
        return await RedeemAsync(token, request, cancel);
    }

    /// <summary>What a phone needs to connect.</summary>
    public EnrolAnswer Answer(string phoneId, X509Certificate2 certificate) => new(
        phoneId, certificate.ExportCertificatePem(), authority.Root.ExportCertificatePem(), authority.Signer.Keys.Write());

    private static Problem? Closed(EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Open or EnrolmentStatus.Used => null,
        EnrolmentStatus.Expired => new("enrolment/expired", "the token has expired; ask for a new one"),
        EnrolmentStatus.Revoked => new("enrolment/revoked", "the token was revoked; ask for a new one"),
        _ => Unknown,
    };

    private async Task<Parsed<EnrolAnswer>> RedeemAsync(EnrolmentToken token, EnrolRequest request, CancellationToken cancel)
    {
        var phoneId = PhoneId.From(request.Hardware);
        var issued = authority.IssuePhone(request.Csr, phoneId);
        if (!issued.IsRead) return issued.Problem;
        using var certificate = issued.Value;
        var key = certificate.PublicKeyBase64();
        var redeem = new EnrolmentCommand.Redeem(phoneId, request.Hardware, key, certificate.Sha256(), request.Slots);
        var reply = await fleet.AskAsync(Enrolments.Enrolments.Id(token.Id), redeem, Actor.System, $"redeem-{redeem.Thumbprint}", cancel);
        if (!reply.Ok) return new Problem(reply.Code!, reply.Explanation!);
        await WaitUntilVisibleAsync(phoneId, key, cancel);
        return Answer(phoneId, certificate);
    }

    // The phone's own grain hears of the enrolment by letter. Waiting for it spares the phone a first dial in vain.
    private async Task WaitUntilVisibleAsync(string phoneId, string key, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < VisibleWithin)
        {
            var phone = (await fleet.ViewAsync(Phones.Phones.Id(phoneId), cancel)).View;
            if (phone.Enrolled && string.Equals(phone.PublicKey, key, StringComparison.Ordinal)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }
    }
}
