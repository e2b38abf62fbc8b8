using System.Collections.Immutable;

namespace Twofold.Fleet.Operators;

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
        Role.Owner => CapabilitiesOf(Role.Admin).Union([Capability.OperatorAdmin, Capability.PersonErase, Capability.BackupMake]),
        _ => [],
    };

    /// <summary>The role's name in buckets and rows.</summary>
    public static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Whether the role approves holds. Whoever may act only on some phones approves nothing, because a hold is about any.</summary>
    public static bool Approves(Role role, ImmutableSortedDictionary<string, string> scope) =>
        scope.IsEmpty && CapabilitiesOf(role).Contains(Capability.HoldApprove);

    /// <summary>Whether the role decides about others: approves holds or admits operators.</summary>
    public static bool Decides(Role role, ImmutableSortedDictionary<string, string> scope) => Approves(role, scope) || Admits(role, scope);

    /// <summary>Whether the role admits operators.</summary>
    internal static bool Admits(Role role, ImmutableSortedDictionary<string, string> scope) =>
        scope.IsEmpty && CapabilitiesOf(role).Contains(Capability.OperatorAdmin);
}
