using System.Security.Cryptography.X509Certificates;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Tells which phone dials. The handshake has checked that the root issued the certificate; here its key must be the one that the phone
/// enrolled with last. The key is compared, not the certificate, so that a renewed certificate, or a second answer to one enrolment
/// whose first was lost, is the same phone, and a key that a re-enrolment replaced is nobody. A phone that was removed, or whose
/// certificate was revoked, is still known by its key: it gets the orders that stand against it, and may prove them.
/// </summary>
internal sealed class PhoneIdentity(IFleet fleet)
{
    /// <summary>The phone; <c>channel/no-certificate</c> or <c>channel/unknown-certificate</c>.</summary>
    public async Task<Parsed<PhoneView>> OfAsync(X509Certificate2? certificate, CancellationToken cancel)
    {
        if (certificate is null) return new Problem("channel/no-certificate", "a phone presents its certificate; enrol first");
        if (PhoneCertificate.PhoneIdOf(certificate) is not { } phoneId) return Unknown();
        var phone = (await fleet.ViewAsync(Phones.Phones.Id(phoneId), cancel)).View;
        var known = phone.PublicKey.Length > 0 && string.Equals(phone.PublicKey, certificate.PublicKeyBase64(), StringComparison.Ordinal);
        return known ? phone : Unknown();
    }

    /// <summary>The key is nobody's, or a re-enrolment has replaced it.</summary>
    public static Problem Unknown() => new("channel/unknown-certificate", "no phone is enrolled with this certificate; enrol again");
}
