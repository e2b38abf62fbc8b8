using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;

namespace Twofold.Web.Features.Lists;

/// <summary>The lists that have a page of this form.</summary>
public static class ListShapes
{
    /// <summary>What phones were seen to break.</summary>
    public static ListShape Findings { get; } = new(
        FleetList.Findings, "findings",
        [
            new("severity", "Severity", PhoneLooks.Severities), new("setting", "Setting", []), new("source", "Source", ListLooks.Sources), Ages.Of("since"),
            new("next_step", "Next step", ListLooks.Kinds), Ages.Ahead("grace_end", "Grace ends within"), new("phone", "", []),
        ],
        ["phone_name", "setting", "severity", "since", "grace_end"], "-since");

    /// <summary>Wipes and locks.</summary>
    public static ListShape Orders { get; } = new(
        FleetList.Orders, "orders",
        [
            new("kind", "Kind", ListLooks.Kinds), new("step", "Step", ListLooks.Steps), Ages.Of("requested_at"), new("requested_by", "", []), new("phone", "", []),
        ],
        ["phone_name", "step", "requested_by", "requested_at", "step_at"], "-requested_at");

    /// <summary>Groups of phones.</summary>
    public static ListShape Groups { get; } = new(
        FleetList.Groups, "groups", [new("scope", "Chosen", ListLooks.Scopes), new("changed_by", "", [])], ["name", "changed_by", "changed_at"], "name");

    /// <summary>Personas, and where each lives.</summary>
    public static ListShape Personas { get; } = new(
        FleetList.Personas, "personas", [new("status", "Status", ListLooks.Stays), new("slot", "Slot", []), Ages.Of("since"), new("owner", "", []), new("phone", "", [])],
        ["owner", "phone", "slot", "epoch", "since"], "-since");

    /// <summary>VMs.</summary>
    public static ListShape Vms { get; } = new(
        FleetList.Vms, "vms",
        [
            new("state", "State", VmLooks.Guests), new("owner", "Owner", ListLooks.Owners), new("slot", "Slot", []), new("wipe", "Wipe", ListLooks.Steps), new("lock", "Lock", ListLooks.Steps), new("phone", "", []),
        ],
        ["phone_name", "slot", "owner", "state", "wipe_at"], "phone_name");
}
