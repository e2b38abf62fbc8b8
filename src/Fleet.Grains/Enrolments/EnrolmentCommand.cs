using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Protocol;

namespace Twofold.Fleet.Enrolments;

/// <summary>What can be asked of an enrolment: a one-time token for one phone. Its key is the public half of the token.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Issue), "issue")]
[JsonDerivedType(typeof(Redeem), "redeem")]
[JsonDerivedType(typeof(Revoke), "revoke")]
[JsonDerivedType(typeof(Expire), "expire")]
public abstract record EnrolmentCommand
{
    private EnrolmentCommand()
    {
    }

    /// <summary>Make the token.</summary>
    /// <param name="SecretHash">SHA-256 of the secret half, hex. The secret itself is shown once and kept nowhere.</param>
    public sealed record Issue(
        string SecretHash, string Name, string Owner, ImmutableSortedDictionary<string, string> Labels, DateTimeOffset ExpiresAt) : EnrolmentCommand;

    /// <summary>
    /// A phone presents the token; the gateway has compared the secret. Again by the same hardware with the same key: the same answer
    /// (its first answer may have been lost). By anyone else: <c>enrolment/used</c>.
    /// </summary>
    public sealed record Redeem(
        string PhoneId, string Hardware, string PublicKey, string Thumbprint, ImmutableArray<SlotDeclaration> Slots) : EnrolmentCommand;

    /// <summary>Nobody may use it any more.</summary>
    public sealed record Revoke : EnrolmentCommand;

    /// <summary>The deadline came.</summary>
    public sealed record Expire : EnrolmentCommand;
}

/// <summary>Where an enrolment stands.</summary>
public enum EnrolmentStatus
{
    /// <summary>Nothing issued under this key.</summary>
    Unknown,

    /// <summary>Waits for its phone.</summary>
    Open,

    /// <summary>A phone has used it.</summary>
    Used,

    /// <summary>A person revoked it.</summary>
    Revoked,

    /// <summary>Nobody used it in time.</summary>
    Expired,
}

/// <summary>An enrolment as readers see it.</summary>
public sealed record EnrolmentView(
    EnrolmentStatus Status, string SecretHash, string Name, string Owner, ImmutableSortedDictionary<string, string> Labels,
    string IssuedBy, DateTimeOffset? ExpiresAt, string? PhoneId);
