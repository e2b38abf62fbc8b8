using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Why a session carries standing orders only, and what becomes of them.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Explanation">For people, on the phone's page.</param>
/// <param name="Remedy">For the phone.</param>
/// <param name="IsContact">Whether the session keeps the phone's leases alive. One that is not trusted any more does not.</param>
internal sealed record SessionLimit(string Code, string Explanation, string Remedy, bool IsContact)
{
    private static readonly SessionLimit Expired = new(
        "channel/certificate-expired", "the phone's certificate has expired; it gets standing orders only until it renews", "renew the certificate first", IsContact: true);

    private static readonly SessionLimit Revoked = new(
        "channel/certificate-revoked", "the phone's certificate was revoked; it gets standing orders only until it enrols again", "enrol again", IsContact: false);

    private static readonly SessionLimit Removed = Revoked with
    {
        Explanation = "the phone was removed; it gets standing orders only until it enrols again",
    };

    /// <summary>The limit as an end of the session that had none.</summary>
    public Problem Problem => new(Code, Remedy);

    /// <summary>The limit of a phone whose certificate ends at this time, or null.</summary>
    public static SessionLimit? Of(PhoneView phone, DateTimeOffset end, DateTimeOffset now) =>
        phone.Barred is { } bar ? Of(bar) : end < now ? Expired : null;

    /// <summary>The limit of a phone that is not trusted any more.</summary>
    public static SessionLimit Of(PhoneBar bar) => bar == PhoneBar.Removed ? Removed : Revoked;
}
