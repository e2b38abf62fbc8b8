using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Tokens;

/// <summary>What has happened to a service token.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Issued), "issued")]
[JsonDerivedType(typeof(Revoked), "revoked")]
public abstract record TokenEvent
{
    private TokenEvent()
    {
    }

    /// <summary>The token was made.</summary>
    public sealed record Issued(
        string Name, string SecretHash, ImmutableSortedSet<string> Capabilities, [property: PersonName] string IssuedBy, DateTimeOffset ExpiresAt) : TokenEvent;

    /// <summary>Nobody may use it any more.</summary>
    public sealed record Revoked : TokenEvent;
}

/// <summary>Where a service token stands.</summary>
public enum TokenStatus
{
    /// <summary>Nothing issued.</summary>
    Unknown,

    /// <summary>Good until it expires.</summary>
    Active,

    /// <summary>Revoked.</summary>
    Revoked,
}

/// <summary>A service token, folded from its events.</summary>
public sealed record TokenState
{
    /// <summary>Nothing issued.</summary>
    public static TokenState Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public TokenStatus Status { get; init; }

    /// <summary>What was issued, or null.</summary>
    public TokenEvent.Issued? Token { get; init; }
}
