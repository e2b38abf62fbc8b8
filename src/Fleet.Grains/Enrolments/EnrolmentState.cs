using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Enrolments;

/// <summary>What has happened to an enrolment.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Issued), "issued")]
[JsonDerivedType(typeof(Redeemed), "redeemed")]
[JsonDerivedType(typeof(Revoked), "revoked")]
[JsonDerivedType(typeof(Expired), "expired")]
public abstract record EnrolmentEvent
{
    private EnrolmentEvent()
    {
    }

    /// <summary>The token was made.</summary>
    public sealed record Issued(
        string SecretHash, string Name, [property: PersonName] string Owner, ImmutableSortedDictionary<string, string> Labels, [property: PersonName] string IssuedBy, DateTimeOffset ExpiresAt) : EnrolmentEvent;

    /// <summary>A phone used it; again with another certificate when that phone never got its first answer.</summary>
    public sealed record Redeemed(string PhoneId, string Hardware, string PublicKey, string Thumbprint) : EnrolmentEvent;

    /// <summary>A person revoked it.</summary>
    public sealed record Revoked : EnrolmentEvent;

    /// <summary>Nobody used it in time.</summary>
    public sealed record Expired : EnrolmentEvent;
}

/// <summary>An enrolment, folded from its events.</summary>
public sealed record EnrolmentState
{
    /// <summary>Nothing issued.</summary>
    public static EnrolmentState Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public EnrolmentStatus Status { get; init; }

    /// <summary>What was issued, or null.</summary>
    public EnrolmentEvent.Issued? Token { get; init; }

    /// <summary>Who used it, or null.</summary>
    public EnrolmentEvent.Redeemed? By { get; init; }
}
