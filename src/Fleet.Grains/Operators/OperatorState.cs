using System.Text.Json.Serialization;

namespace Twofold.Fleet.Operators;

/// <summary>What has happened to an operator. A password that was wrong leaves only a count.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Invited), "invited")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(CameIn), "came-in")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Locked), "locked")]
[JsonDerivedType(typeof(Disabled), "disabled")]
public abstract record OperatorEvent
{
    private OperatorEvent()
    {
    }

    /// <summary>A one-time link was made.</summary>
    public sealed record Invited([property: PersonName] string Name, Role Role, string LinkHash, DateTimeOffset ExpiresAt) : OperatorEvent;

    /// <summary>The person chose a password.</summary>
    public sealed record Accepted([property: PersonSecret] string PasswordHash) : OperatorEvent;

    /// <summary>The person signed in.</summary>
    public sealed record CameIn(DateTimeOffset At) : OperatorEvent;

    /// <summary>A wrong password.</summary>
    public sealed record Failed(int InARow) : OperatorEvent;

    /// <summary>Too many wrong passwords.</summary>
    public sealed record Locked(DateTimeOffset Until) : OperatorEvent;

    /// <summary>The person may not sign in any more.</summary>
    public sealed record Disabled : OperatorEvent;
}

/// <summary>Where an operator stands.</summary>
public enum OperatorStatus
{
    /// <summary>Nobody.</summary>
    Unknown,

    /// <summary>A link waits to be followed.</summary>
    Invited,

    /// <summary>May sign in.</summary>
    Active,

    /// <summary>May not sign in any more.</summary>
    Disabled,
}

/// <summary>An operator, folded from its events.</summary>
public sealed record OperatorState
{
    /// <summary>Nobody.</summary>
    public static OperatorState Initial { get; } = new();

    /// <summary>Where the operator stands.</summary>
    public OperatorStatus Status { get; init; }

    /// <summary>The newest invitation, kept after it was followed: a link is good once.</summary>
    public OperatorEvent.Invited? Invitation { get; init; }

    /// <summary>The salted hash of the password, or null.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>Until when nobody can sign in, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the person last signed in.</summary>
    public DateTimeOffset? LastSignIn { get; init; }
}
