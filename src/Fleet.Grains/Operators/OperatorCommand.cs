using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Operators;

/// <summary>A bundle of capabilities.</summary>
public enum Role
{
    /// <summary>Sees everything, changes nothing.</summary>
    Viewer,

    /// <summary>Lifecycle and wipe of work VMs; no policy.</summary>
    Helpdesk,

    /// <summary>Policy and enrolment beside helpdesk.</summary>
    Admin,

    /// <summary>Everything, operators and tokens included.</summary>
    Owner,

    /// <summary>Sees everything and approves or rejects what the governor holds.</summary>
    Approver,
}

/// <summary>What can be asked of an operator's grain. Its key is the lower-case user name.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Invite), "invite")]
[JsonDerivedType(typeof(Accept), "accept")]
[JsonDerivedType(typeof(SignedIn), "signed-in")]
[JsonDerivedType(typeof(SignInFailed), "sign-in-failed")]
[JsonDerivedType(typeof(Assign), "assign")]
[JsonDerivedType(typeof(Disable), "disable")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Rejected), "rejected")]
public abstract record OperatorCommand
{
    private OperatorCommand()
    {
    }

    /// <summary>
    /// Invite a person by a one-time link; again before it is accepted replaces the link. For a role that decides about others
    /// (<see cref="Roles.Decides"/>) the link opens only once the governor lets it pass.
    /// </summary>
    /// <param name="LinkHash">SHA-256 of the link's secret, hex.</param>
    /// <param name="Scope">Labels that a phone must have for them to act on it; null or empty means every phone.</param>
    public sealed record Invite(Role Role, string LinkHash, DateTimeOffset ExpiresAt, ImmutableSortedDictionary<string, string>? Scope = null) : OperatorCommand;

    /// <summary>
    /// Another role or scope for someone who may sign in already; holds in their open sessions at once, unless it makes or removes someone
    /// who decides about others: then the governor lets it pass first.
    /// </summary>
    public sealed record Assign(Role Role, ImmutableSortedDictionary<string, string> Scope) : OperatorCommand;

    /// <summary>The person followed the link and chose a password; only its salted hash comes here.</summary>
    public sealed record Accept(string LinkHash, string PasswordHash) : OperatorCommand;

    /// <summary>Signed in with the right password.</summary>
    public sealed record SignedIn : OperatorCommand;

    /// <summary>A wrong password; five in a row lock the account for 15 minutes.</summary>
    public sealed record SignInFailed : OperatorCommand;

    /// <summary>
    /// The person may not sign in any more, and open sessions end at their next action. Whoever approves holds is let go by the governor,
    /// at once while others are left. It takes the place of any other change that waits.
    /// </summary>
    public sealed record Disable : OperatorCommand;

    /// <summary>The governor lets a change pass (letter).</summary>
    public sealed record Released(string OrderId, string? ApprovedBy) : OperatorCommand;

    /// <summary>The governor holds a change (letter).</summary>
    /// <param name="Place">The page of the hold where it waits.</param>
    public sealed record Held(string OrderId, string Place) : OperatorCommand;

    /// <summary>A change was rejected (letter).</summary>
    public sealed record Rejected(string OrderId, string By, string Reason) : OperatorCommand;
}

/// <summary>An operator as readers see it. The hashes are read by SignIn only and shown on no page.</summary>
/// <param name="Scope">Labels that a phone must have for them to act on it; empty means every phone.</param>
/// <param name="RoleSince">Since when the role is held with the present password; null until there is one.</param>
/// <param name="GrantedBy">Who gave the role.</param>
/// <param name="Pending">A change that waits for the governor, or null.</param>
public sealed record OperatorView(
    string Name, bool Exists, Role Role, string? LinkHash, DateTimeOffset? LinkExpiresAt, string? PasswordHash, bool Disabled,
    DateTimeOffset? LockedUntil, DateTimeOffset? LastSignIn, ImmutableSortedDictionary<string, string> Scope,
    DateTimeOffset? RoleSince = null, string? GrantedBy = null, PendingChange? Pending = null)
{
    /// <summary>What the role may do, with the marks that the governor goes by.</summary>
    public ImmutableHashSet<string> Capabilities => Disabled ? [] : Roles.CapabilitiesOf(Role).Union(Marks);

    /// <summary>The role, and who gave it where that person needed nobody else for it.</summary>
    public IEnumerable<string> Marks => GrantedBy is null || Roles.Decides(Role, Scope)
        ? [Capability.RoleOf(Roles.NameOf(Role))]
        : [Capability.RoleOf(Roles.NameOf(Role)), Capability.AdmittedBy(GrantedBy)];
}

/// <summary>What a change makes of an operator.</summary>
public enum ChangeKind
{
    /// <summary>Somebody new, by a link.</summary>
    Invite,

    /// <summary>Another role or scope.</summary>
    Assign,

    /// <summary>May not sign in any more.</summary>
    Disable,
}

/// <summary>A change of an operator that waits for the governor.</summary>
/// <param name="OrderId">Under which it was charged.</param>
/// <param name="LinkHash">For an invitation: SHA-256 of the link's secret, hex.</param>
/// <param name="LinkHolds">For an invitation: how long the link holds once it opens.</param>
/// <param name="Place">The page of the hold where it waits; null while the governor has not answered.</param>
public sealed record PendingChange(
    string OrderId, ChangeKind Kind, Role Role, ImmutableSortedDictionary<string, string> Scope, string? LinkHash, TimeSpan LinkHolds,
    [property: PersonName] string AskedBy, DateTimeOffset At, string? Place = null);
