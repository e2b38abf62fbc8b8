using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Tokens;

/// <summary>What can be asked of a service token's grain. Its key is the public half of the token.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Issue), "issue")]
[JsonDerivedType(typeof(Revoke), "revoke")]
public abstract record TokenCommand
{
    private TokenCommand()
    {
    }

    /// <summary>Make the token. It can never hold <c>hold.approve</c> or <c>operator.admin</c>: <c>token/capability</c>.</summary>
    /// <param name="SecretHash">SHA-256 of the secret half, hex; the secret is shown once and kept nowhere.</param>
    public sealed record Issue(string Name, string SecretHash, ImmutableSortedSet<string> Capabilities, DateTimeOffset ExpiresAt) : TokenCommand;

    /// <summary>Nobody may use it any more.</summary>
    public sealed record Revoke : TokenCommand;
}

/// <summary>A service token as readers see it.</summary>
public sealed record TokenView(
    string Name, string SecretHash, ImmutableSortedSet<string> Capabilities, string IssuedBy, DateTimeOffset? ExpiresAt, bool Exists, bool Revoked);
