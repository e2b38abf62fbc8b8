namespace Twofold.Fleet.Vms;

/// <summary>Names VMs.</summary>
public static class Vms
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<VmRules, VmState, VmCommand, VmEvent, VmView>(
        VmJson.Default.VmState, VmCommandJson.Default.VmCommand, VmJson.Default.VmEvent,
        new Keeping<VmState> { Shapes = new Shapes(FormerHolds.Placed), Passing = ["observed"] });

    /// <summary>The VM in this slot of this phone.</summary>
    public static GrainRef<VmCommand, VmView> Of(string phoneId, string slot) => new(new GrainId(VmRules.Kind, $"{phoneId}:{slot}"));
}
