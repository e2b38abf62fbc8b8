using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>What kind of party speaks.</summary>
public enum ActorKind
{
    /// <summary>The installation itself: composer, sweep, first start.</summary>
    System,

    /// <summary>A signed-in operator.</summary>
    Person,

    /// <summary>A pipeline with a service token.</summary>
    Token,

    /// <summary>An enrolled phone, known by its certificate.</summary>
    Phone,
}

/// <summary>Who orders something, and what that party may do.</summary>
/// <param name="Kind">The kind of party.</param>
/// <param name="Id">Its stable id: operator name, token id or phone id.</param>
/// <param name="Capabilities">See <see cref="Capability"/>.</param>
/// <param name="OnBehalfOf">For a token: the operator who issued it and answers for what it does; null for everyone else.</param>
public sealed record Actor(ActorKind Kind, string Id, ImmutableHashSet<string> Capabilities, string? OnBehalfOf = null)
{
    /// <summary>The installation itself. It may do everything; nothing from outside is ever given this actor.</summary>
    public static Actor System { get; } = new(ActorKind.System, "twofold", []);

    /// <summary>An enrolled phone: it may report about itself and do nothing else.</summary>
    public static Actor Phone(string phoneId) => new(ActorKind.Phone, phoneId, [Capability.ReportAs(phoneId)]);

    /// <summary>Who it is, for people: a token is shown with the operator behind it.</summary>
    public string Shown => OnBehalfOf is null ? Id : $"{OnBehalfOf} (token {Id})";

    /// <summary>Labels that a phone must have for this party to act on it, checked at the one gate; empty means every phone.</summary>
    public ImmutableSortedDictionary<string, string> Scope { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The role behind what it may do, a token's being that of its issuer; null for the installation and phones.</summary>
    public string? Role => Marked(Capability.RolePrefix);

    /// <summary>Who alone gave this party its role, a token's being its issuer's; null where two persons or the installation did.</summary>
    public string? AdmittedBy => Marked(Capability.AdmittedPrefix);

    /// <summary>The operator who answers for what this party does, or null for the installation and phones.</summary>
    public string? Person => OnBehalfOf ?? (Kind == ActorKind.Person ? Id : null);

    /// <summary>Whether this party holds the capability.</summary>
    public bool May(string capability) => Kind == ActorKind.System || Capabilities.Contains(capability);

    private string? Marked(string prefix) => Capabilities.FirstOrDefault(c => c.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}

/// <summary>The rights that roles bundle. A command names the one it needs; the turn checks it, so that no path can miss it.</summary>
public static class Capability
{
    /// <summary>See phones, VMs and policies.</summary>
    public const string FleetRead = "fleet.read";

    /// <summary>Start, stop, pause, resume, suspend and re-provision a work VM.</summary>
    public const string VmLifecycle = "vm.lifecycle";

    /// <summary>Order the wipe of a work VM, or cancel it before delivery.</summary>
    public const string Wipe = "persona.wipe";

    /// <summary>Change the policy set.</summary>
    public const string PolicyWrite = "policy.write";

    /// <summary>Issue and revoke enrolment tokens; name and label phones.</summary>
    public const string PhoneEnrol = "phone.enrol";

    /// <summary>Approve or reject what the governor holds. Never one's own.</summary>
    public const string HoldApprove = "hold.approve";

    /// <summary>Invite and disable operators, issue and revoke service tokens.</summary>
    public const string OperatorAdmin = "operator.admin";

    /// <summary>Read the audit log.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>Erase a person: destroy the key under which events name that person.</summary>
    public const string PersonErase = "person.erase";

    /// <summary>Have a sealed backup of the whole installation made.</summary>
    public const string BackupMake = "backup.make";

    /// <summary>Only the installation itself; held by nobody else.</summary>
    public const string Internal = "internal";

    internal const string RolePrefix = "role:";
    internal const string AdmittedPrefix = "admitted-by:";

    /// <summary>Marks the role that someone acts in: the governor counts by it. It permits nothing.</summary>
    public static string RoleOf(string role) => RolePrefix + role;

    /// <summary>Marks someone whom one person alone let in: to that person they are no second person. It permits nothing.</summary>
    public static string AdmittedBy(string person) => AdmittedPrefix + person;

    /// <summary>Report as the phone with this id; held by that phone only.</summary>
    public static string ReportAs(string phoneId) => $"phone.report:{phoneId}";
}
