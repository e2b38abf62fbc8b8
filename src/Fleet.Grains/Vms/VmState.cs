using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Fleet.Vms;

/// <summary>A VM, folded from its events.</summary>
public sealed record VmState
{
    /// <summary>How many wipe orders are kept with their times, the newest included.</summary>
    public const int MaxWipes = 11;

    /// <summary>How many locks are kept with their times.</summary>
    public const int MaxLocks = 5;

    /// <summary>How many order ids are remembered, so that an old order that comes again starts nothing.</summary>
    public const int MaxOrderIds = 64;

    /// <summary>A VM that no phone has.</summary>
    public static VmState Initial { get; } = new();

    /// <summary>The phone's id; empty until the VM is attached.</summary>
    public string Phone { get; init; } = "";

    /// <summary>What people call the phone.</summary>
    public string PhoneName { get; init; } = "";

    /// <summary>The VM's place on the phone.</summary>
    public string Slot { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public VmOwner Owner { get; init; }

    /// <summary>See <see cref="VmView.Epoch"/>.</summary>
    public long Epoch { get; init; }

    /// <summary>What was asked last.</summary>
    public Lifecycle Desired { get; init; }

    /// <summary>What the phone read back of a work VM last.</summary>
    public WorkVmReport? Work { get; init; }

    /// <summary>What the phone read back of a personal VM last.</summary>
    public PersonalVmReport? Personal { get; init; }

    /// <summary>When the phone read it.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>Wipe orders, the newest epoch first and in it the newest order; at most <see cref="MaxWipes"/>.</summary>
    public ImmutableArray<WipeOrder> Wipes { get; init; } = [];

    /// <summary>Locks, the newest first; at most <see cref="MaxLocks"/>.</summary>
    public ImmutableArray<LockOrder> Locks { get; init; } = [];

    /// <summary>Something was ordered of the VM before any phone named it.</summary>
    public bool Foreseen { get; init; }

    /// <summary>The phone was removed and has not enrolled again.</summary>
    public bool Detached { get; init; }

    /// <summary>Since when nobody can read the data of the present epoch, its lease having ended; null while that is not known.</summary>
    public DateTimeOffset? UnreadableSince { get; init; }

    /// <summary>Ids of all orders asked for, newest last; at most <see cref="MaxOrderIds"/>.</summary>
    public ImmutableArray<string> OrderIds { get; init; } = [];

    /// <summary>The wipe order with this id, or null.</summary>
    internal WipeOrder? Wipe(string orderId) => Wipes.FirstOrDefault(w => w.OrderId == orderId);

    /// <summary>The lock with this id, or null.</summary>
    internal LockOrder? Lock(string orderId) => Locks.FirstOrDefault(l => l.OrderId == orderId);

    /// <summary>Whether the present epoch is to be locked.</summary>
    internal bool IsToBeLocked => Locks.Any(l => l.Epoch == Epoch && l.Stands);

    /// <summary>Where the VM stands; derived, never stored.</summary>
    internal VmStatus Status => this switch
    {
        { Phone: "" } or { Foreseen: true } => VmStatus.Unknown,
        { Owner: VmOwner.Personal } => VmStatus.Personal,
        _ when Wipes.Any(w => w.Epoch == Epoch && w.Step == WipeStep.Proved) => VmStatus.Wiped,
        _ when Furthest is { } open => open,
        _ when Wipes is [{ Step: WipeStep.Refused } last, ..] && last.Epoch == Epoch => VmStatus.WipeRefused,
        _ => VmStatus.Provisioned,
    };

    /// <summary>What was read back of the present epoch.</summary>
    internal GuestState Guest => this switch
    {
        { Personal: { } personal } => personal.State,
        { Work: { } work } when work.Epoch == Epoch || work.State == GuestState.Absent => work.State,
        _ => GuestState.Unknown,
    };

    /// <summary>The furthest step of the present epoch's open orders: a dropped one that the phone had after all counts beside a newer one.</summary>
    private VmStatus? Furthest => Wipes.Where(w => w.Epoch == Epoch).Max(w => w.Step switch
    {
        WipeStep.Requested => VmStatus.WipeRequested,
        WipeStep.Held => VmStatus.WipeHeld,
        WipeStep.Released => VmStatus.WipeReleased,
        WipeStep.Delivered => VmStatus.WipeDelivered,
        WipeStep.Acknowledged => VmStatus.WipeAcknowledged,
        _ => (VmStatus?)null,
    });
}

/// <summary>Where a VM stands.</summary>
internal enum VmStatus
{
    Unknown,
    Personal,
    Provisioned,
    WipeRefused,
    WipeRequested,
    WipeHeld,
    WipeReleased,
    WipeDelivered,
    WipeAcknowledged,
    Wiped,
}
