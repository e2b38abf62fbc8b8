using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What is to do, in order, and what is not as it should be.</summary>
/// <param name="Steps">The most urgent first; steps for one VM depend on those before them.</param>
/// <param name="Findings">For the report.</param>
/// <param name="Locks">Slot to the reason for which it is kept locked.</param>
/// <param name="LookAgainAt">When the answer changes by time alone; null is never.</param>
public sealed record DevicePlan(
    ImmutableArray<Step> Steps, ImmutableArray<DeviceFinding> Findings, ImmutableSortedDictionary<string, string> Locks, DateTimeOffset? LookAgainAt);

/// <summary>Every code that the reconciler gives to a finding or a refusal.</summary>
public static class PlanCodes
{
    /// <summary>It names a personal VM.</summary>
    public const string FloorPersonal = "floor/personal";

    /// <summary>The phone has no such slot.</summary>
    public const string SlotUnknown = "slot/unknown";

    /// <summary>Another VM is in the slot; it goes only by a wipe.</summary>
    public const string SlotOccupied = "slot/occupied";

    /// <summary>The order names a VM from before the one that is in the slot now.</summary>
    public const string OrderOlderEpoch = "order/older-epoch";

    /// <summary>The order names a VM that is not on this phone.</summary>
    public const string OrderNoSuchVm = "order/no-such-vm";

    /// <summary>New memory or vCPUs count from the next start.</summary>
    public const string PendingStart = "vm/pending-start";

    /// <summary>A shorter lease is announced and does not count yet.</summary>
    public const string LeaseAnnounced = "lease/announced";

    /// <summary>The phone cannot give the memory that policy allows without taking the personal VM's.</summary>
    public const string MemoryCapped = "vm/memory-capped";

    /// <summary>The hypervisor is older than policy wants it for the VM to open.</summary>
    public const string HypervisorTooOld = "integrity/hypervisor-too-old";

    /// <summary>The control partition is older than policy wants it for the VM to open.</summary>
    public const string ControlPartitionTooOld = "integrity/control-partition-too-old";

    /// <summary>The secret of its disk is gone: nothing can start it.</summary>
    public const string SecretLost = "vm/secret-lost";
}
