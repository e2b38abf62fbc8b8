using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Fleet.Vms;

/// <summary>How far a wipe order has come; each step is a fact.</summary>
public enum WipeStep
{
    /// <summary>A person or a pipeline asked for it; the governor has not answered.</summary>
    Requested,

    /// <summary>The governor holds it for a second person.</summary>
    Held,

    /// <summary>The governor let it pass; it is in the phone's desired state.</summary>
    Released,

    /// <summary>The phone has stored it durably.</summary>
    Delivered,

    /// <summary>The phone has begun to carry it out.</summary>
    Acknowledged,

    /// <summary>The phone's signed receipt was verified.</summary>
    Proved,

    /// <summary>The phone refused it.</summary>
    Refused,

    /// <summary>Taken back before delivery.</summary>
    Cancelled,

    /// <summary>Rejected by a second person or by the governor.</summary>
    Rejected,
}

/// <summary>A wipe order and the time of each step it has reached.</summary>
/// <param name="Code">The code of the phone's refusal, else null.</param>
/// <param name="Cancelling">Someone took the order back and the phone's grain has not answered yet.</param>
/// <param name="RejectedBy">Who rejected it, or null.</param>
/// <param name="RejectedBecause">The reason given with the rejection, or null.</param>
/// <param name="UnreadableSince">
/// For an order that is not proved: since when nobody can read the data all the same, the lease having ended; null while that is not known.
/// </param>
/// <param name="HeldAt">The page of the hold where it waited, or null.</param>
public sealed record WipeOrder(
    string OrderId,
    long Epoch,
    string Reason,
    string RequestedBy,
    WipeStep Step,
    ImmutableSortedDictionary<WipeStep, DateTimeOffset> Times,
    string? ApprovedBy,
    string? Code,
    WipeReceipt? Receipt,
    string? ReceiptJws,
    bool Cancelling = false,
    string? RejectedBy = null,
    string? RejectedBecause = null,
    DateTimeOffset? UnreadableSince = null,
    string? HeldAt = null);

/// <summary>A VM as readers see it.</summary>
/// <param name="Epoch">Counts the work VMs that this slot has had; 1 for the first.</param>
/// <param name="Desired">What was asked; null after a proved wipe, and for a personal VM, of which nothing can be asked.</param>
/// <param name="State">What the phone last read back from its hypervisor.</param>
/// <param name="ObservedAt">When the phone read it.</param>
/// <param name="Wipe">The newest wipe order, or null.</param>
/// <param name="EarlierWipes">At most the 10 before it.</param>
/// <param name="Lock">The newest lock, or null.</param>
/// <param name="EarlierLocks">At most the 4 before it.</param>
/// <param name="Foreseen">No phone has named the VM yet: something was ordered of it in advance.</param>
/// <param name="Detached">The phone was removed and has not enrolled again: orders stand, nothing else can be wanted.</param>
/// <param name="UnreadableSince">Since when nobody can read its data, its lease having ended; null while that is not known.</param>
public sealed record VmView(
    string Phone,
    string PhoneName,
    string Slot,
    VmOwner Owner,
    long Epoch,
    Lifecycle? Desired,
    GuestState State,
    DateTimeOffset? ObservedAt,
    WorkVmReport? Work,
    PersonalVmReport? Personal,
    WipeOrder? Wipe,
    ImmutableArray<WipeOrder> EarlierWipes,
    LockOrder? Lock = null,
    ImmutableArray<LockOrder> EarlierLocks = default,
    bool Foreseen = false,
    bool Detached = false,
    DateTimeOffset? UnreadableSince = null);
