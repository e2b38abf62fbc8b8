using System.Collections.Immutable;

namespace Twofold.Device;

/// <summary>Who the phone is and whom it believes; made once, when it is enrolled.</summary>
/// <param name="Phone">The phone's id on its installation.</param>
/// <param name="Server">Where the gateway listens.</param>
/// <param name="Hardware">The hardware identity it enrolled with.</param>
/// <param name="Certificate">The phone's certificate, PEM.</param>
/// <param name="Root">The organisation's root, PEM: the only one trusted for the channel.</param>
/// <param name="SigningKeys">Public keys that sign envelopes and documents, by key id.</param>
public sealed record PhoneIdentity(
    string Phone, Uri Server, string Hardware, string Certificate, string Root, ImmutableSortedDictionary<string, string> SigningKeys)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Phone} at {Server}";
}
