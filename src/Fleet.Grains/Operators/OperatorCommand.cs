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
[JsonDerivedType(typeof(Disable), "disable")]
public abstract record OperatorCommand
{
    private OperatorCommand()
    {
    }

    /// <summary>Invite a person by a one-time link; again before it is accepted replaces the link.</summary>
    /// <param name="LinkHash">SHA-256 of the link's secret, hex.</param>
    public sealed record Invite(Role Role, string LinkHash, DateTimeOffset ExpiresAt) : OperatorCommand;

    /// <summary>The person followed the link and chose a password; only its salted hash comes here.</summary>
    public sealed record Accept(string LinkHash, string PasswordHash) : OperatorCommand;

    /// <summary>Signed in with the right password.</summary>
    public sealed record SignedIn : OperatorCommand;

    /// <summary>A wrong password; five in a row lock the account for 15 minutes.</summary>
    public sealed record SignInFailed : OperatorCommand;

    /// <summary>The person may not sign in any more, and open sessions end at their next action.</summary>
    public sealed record Disable : OperatorCommand;
}

/// <summary>An operator as readers see it. The hashes are read by SignIn only and shown on no page.</summary>
public sealed record OperatorView(
    string Name, bool Exists, Role Role, string? LinkHash, DateTimeOffset? LinkExpiresAt, string? PasswordHash, bool Disabled,
    DateTimeOffset? LockedUntil, DateTimeOffset? LastSignIn)
{
    /// <summary>What the role may do.</summary>
    public ImmutableHashSet<string> Capabilities => Disabled ? [] : Roles.CapabilitiesOf(Role);
}

/// <summary>Which capabilities each role bundles.</summary>
public static class Roles
{
    private static readonly ImmutableHashSet<string> Reading = [Capability.FleetRead, Capability.AuditRead];

    /// <summary>The capabilities of a role.</summary>
    public static ImmutableHashSet<string> CapabilitiesOf(Role role) => role switch
    {
        Role.Viewer => Reading,
        Role.Approver => Reading.Add(Capability.HoldApprove),
        Role.Helpdesk => Reading.Union([Capability.VmLifecycle, Capability.Wipe]),
        Role.Admin => CapabilitiesOf(Role.Helpdesk).Union([Capability.PolicyWrite, Capability.PhoneEnrol, Capability.HoldApprove]),
        Role.Owner => CapabilitiesOf(Role.Admin).Add(Capability.OperatorAdmin),
        _ => [],
    };
}
