using Twofold.Fleet;
using Twofold.Fleet.Operators;

namespace Twofold.Web.Features.Looks;

/// <summary>What rights and roles mean, in words.</summary>
public static class CapabilityWords
{
    /// <summary>The rights in the order in which people see them.</summary>
    public static IReadOnlyList<(string Capability, string Words)> All { get; } =
    [
        (Capability.FleetRead, "see phones, VMs and policies"),
        (Capability.AuditRead, "read the audit log"),
        (Capability.VmLifecycle, "start, stop, pause and suspend work VMs"),
        (Capability.Wipe, "order the wipe of a work VM"),
        (Capability.PolicyWrite, "change the policy set"),
        (Capability.PhoneEnrol, "enrol, name and label phones"),
        (Capability.HoldApprove, "approve or reject what is held, never their own"),
        (Capability.PersonErase, "erase a person from the history"),
        (Capability.BackupMake, "have a sealed backup of everything made"),
        (Capability.OperatorAdmin, "invite operators and issue service tokens"),
    ];

    /// <summary>The roles from the least to the most.</summary>
    public static IReadOnlyList<Role> Roles { get; } = [Role.Viewer, Role.Approver, Role.Helpdesk, Role.Admin, Role.Owner];

    /// <summary>The rights of a role, in words.</summary>
    public static IEnumerable<string> Of(Role role)
    {
        var has = Twofold.Fleet.Operators.Roles.CapabilitiesOf(role);
        return All.Where(c => has.Contains(c.Capability)).Select(c => c.Words);
    }
}
