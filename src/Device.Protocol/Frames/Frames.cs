using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>What a phone says. One frame is one WebSocket text message of strict JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(OrderStatus), "order-status")]
[JsonDerivedType(typeof(Receipt), "receipt")]
[JsonDerivedType(typeof(Complaint), "complaint")]
public abstract record PhoneFrame
{
    private PhoneFrame()
    {
    }

    /// <summary>The first frame on a socket; anything else first closes it with <c>channel/hello-first</c>.</summary>
    /// <param name="Protocols">Protocol versions the agent speaks, highest first; the server picks one.</param>
    /// <param name="Settings">Keys of the settings the agent carries out; at most 256.</param>
    /// <param name="AppliedVersion">The newest desired version it has stored; 0 when none.</param>
    /// <param name="OrdersVersion">The newest version whose standing orders it has stored, which may be a newer one; 0 when none.</param>
    public sealed record Hello(
        ImmutableArray<int> Protocols, string Agent, string Hypervisor, string Hardware, ImmutableArray<string> Settings, long AppliedVersion,
        long OrdersVersion = 0) : PhoneFrame;

    /// <summary>The desired state of this version is stored durably on the phone.</summary>
    public sealed record Received(long Version) : PhoneFrame;

    /// <summary>What was read back. Sent when something changed; only the latest matters.</summary>
    public sealed record Observed(PhoneReport Report) : PhoneFrame;

    /// <summary>The phone begins to carry an order out, or refuses it.</summary>
    /// <param name="Code">Why it refuses; null when it accepts.</param>
    public sealed record OrderStatus(string OrderId, bool Accepted, string? Code) : PhoneFrame;

    /// <summary>A signed wipe receipt, sent again after each hello until the server has stored it.</summary>
    public sealed record Receipt(string Jws) : PhoneFrame;

    /// <summary>The phone refused something it was sent. The last good state stays in force.</summary>
    public sealed record Complaint(string Code, string Explanation, long? Version) : PhoneFrame;
}

/// <summary>What the server says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Desired), "desired")]
[JsonDerivedType(typeof(StandingOrders), "standing-orders")]
[JsonDerivedType(typeof(ReceiptStored), "receipt-stored")]
[JsonDerivedType(typeof(Notices), "notices")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record ServerFrame
{
    private ServerFrame()
    {
    }

    /// <summary>The answer to a hello.</summary>
    /// <param name="ServerTime">
    /// The phone's clock may say 1970; it keeps the highest time it has seen. The Unix epoch itself is no time: a server that does not
    /// trust the phone any more says it, and then the socket carries orders but is no contact, so that leases run on.
    /// </param>
    public sealed record Welcome(int Protocol, DateTimeOffset ServerTime) : ServerFrame
    {
        /// <summary>Whether the socket counts as contact with the server.</summary>
        [JsonIgnore]
        public bool IsContact => ServerTime > DateTimeOffset.UnixEpoch;
    }

    /// <summary>The whole desired state: however many revisions the phone missed, one message.</summary>
    /// <param name="Envelope">JWS of a <see cref="PhoneEnvelope"/>.</param>
    /// <param name="Orders">JWS of an <see cref="OrdersEnvelope"/>.</param>
    /// <param name="Documents">JWS of every policy document that the envelope names.</param>
    public sealed record Desired(string Envelope, string Orders, ImmutableArray<string> Documents) : ServerFrame;

    /// <summary>
    /// The standing orders alone: what a phone gets whose certificate has expired, or when the rest cannot be sent. Orders never wait for policy.
    /// </summary>
    /// <param name="Orders">JWS of an <see cref="OrdersEnvelope"/>.</param>
    public sealed record StandingOrders(string Orders) : ServerFrame;

    /// <summary>The receipt is stored; the phone need not send it again.</summary>
    public sealed record ReceiptStored(string OrderId) : ServerFrame;

    /// <summary>
    /// What work VMs break and what follows, whole, whenever it changed; to agents that name the setting <c>compliance.escalation</c> in their hello.
    /// A phone that opens a socket has none until it is told.
    /// </summary>
    /// <param name="All">At most 64, what follows soonest first.</param>
    public sealed record Notices(ImmutableArray<PhoneNotice> All) : ServerFrame;

    /// <summary>A frame was refused; unless the socket closes, nothing else is disturbed.</summary>
    public sealed record Refused(string Code, string Explanation) : ServerFrame;
}

/// <summary>Limits of the channel, the same on both sides.</summary>
public static class ChannelLimits
{
    /// <summary>The path that phones dial.</summary>
    public const string Path = "/phone/channel";

    /// <summary>The path that redeems an enrolment token.</summary>
    public const string EnrolPath = "/phone/enrol";

    /// <summary>
    /// The path that gives the organisation's root certificate (PEM) to anybody: TLS does not send a root, and a phone that enrols knows only its
    /// fingerprint. The phone checks that, then dials again and trusts this root only.
    /// </summary>
    public const string RootPath = "/phone/root";

    /// <summary>The path that renews a phone's certificate: a POST without a body, with the old certificate, which may have expired.</summary>
    public const string RenewPath = "/phone/renew";

    /// <summary>The version this code speaks.</summary>
    public const int Protocol = 1;

    /// <summary>Bytes of the largest frame; a larger one closes the socket with <c>channel/frame-too-large</c>.</summary>
    public const int MaxFrame = 256 * 1024;

    /// <summary>Frames a phone may send per second on average, and in one burst; beyond it the server stops reading for a while.</summary>
    public const int FramesPerSecond = 20;

    /// <summary>Frames that wait to be sent on either side. A newer desired state or report replaces the waiting one; when full, the socket closes.</summary>
    public const int MaxQueue = 64;

    /// <summary>Time between WebSocket pings, which write nothing to any store.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);
}

/// <summary>What a phone posts to redeem its enrolment token.</summary>
/// <param name="Token">The whole token, <c>id.secret</c>.</param>
/// <param name="Csr">PKCS#10 request, PEM, for an ECDSA P-256 key.</param>
/// <param name="Hardware">The hardware identity: SHA-256 of the TPM's endorsement key, or for simulated phones any stable text of 8 to 128 characters.</param>
public sealed record EnrolRequest(string Token, string Csr, string Hardware, ImmutableArray<SlotDeclaration> Slots)
{
    /// <summary>The hardware only, so that the token never gets into a log by accident.</summary>
    public override string ToString() => $"{nameof(EnrolRequest)} of `{Grammar.Shown(Hardware)}`";
}

/// <summary>What the phone gets back.</summary>
/// <param name="PhoneId">The phone's id on this installation.</param>
/// <param name="Certificate">The phone's certificate, PEM.</param>
/// <param name="Root">The organisation's root certificate, PEM; the phone checks it against the fingerprint in the enrolment code and pins it.</param>
/// <param name="SigningKeys">Public keys that sign envelopes and documents: key id to SubjectPublicKeyInfo, base64.</param>
public sealed record EnrolAnswer(string PhoneId, string Certificate, string Root, ImmutableSortedDictionary<string, string> SigningKeys);

/// <summary>An error as the HTTP side of gateway and API gives it.</summary>
public sealed record Problem(string Code, string Message);
