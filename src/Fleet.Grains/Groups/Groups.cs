namespace Twofold.Fleet.Groups;

/// <summary>Names groups of phones.</summary>
public static class Groups
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<GroupRules, GroupState, GroupCommand, GroupEvent, GroupView>(
        GroupJson.Default.GroupState, GroupCommandJson.Default.GroupCommand, GroupJson.Default.GroupEvent);

    /// <summary>The group with this name.</summary>
    public static GrainRef<GroupCommand, GroupView> Id(string name) => new(new GrainId(GroupRules.Kind, name));
}
