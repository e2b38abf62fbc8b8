using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Operators;

/// <summary>What has happened to an operator. A password that was wrong leaves only a count.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Invited), "invited")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(CameIn), "came-in")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Locked), "locked")]
[JsonDerivedType(typeof(Assigned), "assigned")]
[JsonDerivedType(typeof(Disabled), "disabled")]
[JsonDerivedType(typeof(ChangeAsked), "change-asked")]
[JsonDerivedType(typeof(ChangeHeld), "change-held")]
[JsonDerivedType(typeof(ChangeEnded), "change-ended")]
public abstract record OperatorEvent
{
    private OperatorEvent()
    {
    }

    /// <summary>A one-time link was made.</summary>
    public sealed record Invited(
        [property: PersonName] string Name, Role Role, string LinkHash, DateTimeOffset ExpiresAt, ImmutableSortedDictionary<string, string>? Scope = null,
        [property: PersonName] string? By = null) : OperatorEvent;

    /// <summary>The person chose a password. The age of their role begins anew.</summary>
    public sealed record Accepted([property: PersonSecret] string PasswordHash, DateTimeOffset? At = null) : OperatorEvent;

    /// <summary>The person has another role or scope.</summary>
    public sealed record Assigned(Role Role, ImmutableSortedDictionary<string, string> Scope, [property: PersonName] string By, DateTimeOffset At) : OperatorEvent;

    /// <summary>The person signed in.</summary>
    public sealed record CameIn(DateTimeOffset At) : OperatorEvent;

    /// <summary>A wrong password.</summary>
    public sealed record Failed(int InARow) : OperatorEvent;

    /// <summary>Too many wrong passwords.</summary>
    public sealed record Locked(DateTimeOffset Until) : OperatorEvent;

    /// <summary>The person may not sign in any more.</summary>
    public sealed record Disabled : OperatorEvent;

    /// <summary>A change was charged to the governor.</summary>
    public sealed record ChangeAsked(PendingChange Change) : OperatorEvent;

    /// <summary>The governor holds a change.</summary>
    public sealed record ChangeHeld(string OrderId, string Place) : OperatorEvent;

    /// <summary>A change was rejected.</summary>
    public sealed record ChangeEnded(string OrderId, [property: PersonName] string By, string Reason) : OperatorEvent;
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

    /// <summary>The role; that of the newest invitation until another was assigned.</summary>
    public Role Role { get; init; }

    /// <summary>See <see cref="OperatorView.Scope"/>.</summary>
    public ImmutableSortedDictionary<string, string> Scope { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>See <see cref="OperatorView.RoleSince"/>.</summary>
    public DateTimeOffset? RoleSince { get; init; }

    /// <summary>See <see cref="OperatorView.GrantedBy"/>.</summary>
    public string? GrantedBy { get; init; }

    /// <summary>A change that waits for the governor, or null.</summary>
    public PendingChange? Pending { get; init; }

    /// <summary>Counts changes that were charged.</summary>
    public int Changes { get; init; }

    /// <summary>The link of the last invitation that was rejected or replaced: it comes again in vain.</summary>
    public string? LastLinkHash { get; init; }

    /// <summary>The salted hash of the password, or null.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>Until when nobody can sign in, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the person last signed in.</summary>
    public DateTimeOffset? LastSignIn { get; init; }

    /// <summary>Whether this operator approves holds now.</summary>
    internal bool Approves => Status == OperatorStatus.Active && Roles.Approves(Role, Scope);

    /// <summary>The state without what waited.</summary>
    internal OperatorState EndChange() => this with { Pending = null, LastLinkHash = Pending?.LinkHash ?? LastLinkHash };
}
