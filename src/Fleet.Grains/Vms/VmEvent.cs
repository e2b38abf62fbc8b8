using System.Text.Json.Serialization;
using Twofold.Protocol;

namespace Twofold.Fleet.Vms;

/// <summary>What has happened to a VM.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Attached), "attached")]
[JsonDerivedType(typeof(PhoneRenamed), "phone-renamed")]
[JsonDerivedType(typeof(LifecycleSet), "lifecycle-set")]
[JsonDerivedType(typeof(WipeRequested), "wipe-requested")]
[JsonDerivedType(typeof(WipeHeld), "wipe-held")]
[JsonDerivedType(typeof(WipeReleased), "wipe-released")]
[JsonDerivedType(typeof(WipeRejected), "wipe-rejected")]
[JsonDerivedType(typeof(CancelAsked), "cancel-asked")]
[JsonDerivedType(typeof(WipeCancelled), "wipe-cancelled")]
[JsonDerivedType(typeof(WipeDelivered), "wipe-delivered")]
[JsonDerivedType(typeof(WipeAcknowledged), "wipe-acknowledged")]
[JsonDerivedType(typeof(WipeRefused), "wipe-refused")]
[JsonDerivedType(typeof(WipeProved), "wipe-proved")]
[JsonDerivedType(typeof(WipedByLease), "wiped-by-lease")]
[JsonDerivedType(typeof(WipedByForeignOrder), "wiped-by-foreign-order")]
[JsonDerivedType(typeof(LockRequested), "lock-requested")]
[JsonDerivedType(typeof(LockMoved), "lock-moved")]
[JsonDerivedType(typeof(UnlockAsked), "unlock-asked")]
[JsonDerivedType(typeof(Foreseen), "foreseen")]
[JsonDerivedType(typeof(Detached), "detached")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(EpochFound), "epoch-found")]
[JsonDerivedType(typeof(BecameUnreadable), "became-unreadable")]
[JsonDerivedType(typeof(BecameReadable), "became-readable")]
[JsonDerivedType(typeof(Reprovisioned), "reprovisioned")]
[JsonDerivedType(typeof(Observed), "observed")]
public abstract record VmEvent
{
    private VmEvent()
    {
    }

    /// <summary>A phone was enrolled with this slot. A work VM starts in epoch 1, a personal one has none.</summary>
    public sealed record Attached(string Phone, string PhoneName, string Slot, VmOwner Owner, long Epoch) : VmEvent;

    /// <summary>The phone got another name.</summary>
    public sealed record PhoneRenamed(string PhoneName) : VmEvent;

    /// <summary>The work VM is wanted in another state.</summary>
    public sealed record LifecycleSet(Lifecycle Lifecycle) : VmEvent;

    /// <summary>A wipe was asked for.</summary>
    public sealed record WipeRequested(string OrderId, long Epoch, string Reason, [property: PersonName] string RequestedBy, DateTimeOffset At) : VmEvent;

    /// <summary>The governor holds the order.</summary>
    /// <param name="Place">The page of the hold where it waits.</param>
    public sealed record WipeHeld(string OrderId, DateTimeOffset At, string Place = "") : VmEvent;

    /// <summary>The governor let the order pass.</summary>
    public sealed record WipeReleased(string OrderId, [property: PersonName] string? ApprovedBy, DateTimeOffset At) : VmEvent;

    /// <summary>The order was rejected.</summary>
    public sealed record WipeRejected(string OrderId, [property: PersonName] string By, string Reason, DateTimeOffset At) : VmEvent;

    /// <summary>Someone takes a released order back; whether in time, the phone's grain says.</summary>
    public sealed record CancelAsked(string OrderId) : VmEvent;

    /// <summary>The order was taken back.</summary>
    public sealed record WipeCancelled(string OrderId, DateTimeOffset At) : VmEvent;

    /// <summary>The phone has the order.</summary>
    public sealed record WipeDelivered(string OrderId, DateTimeOffset At) : VmEvent;

    /// <summary>The phone has begun.</summary>
    public sealed record WipeAcknowledged(string OrderId, DateTimeOffset At) : VmEvent;

    /// <summary>The phone refused the order.</summary>
    public sealed record WipeRefused(string OrderId, string Code, DateTimeOffset At) : VmEvent;

    /// <summary>The phone's receipt was verified.</summary>
    public sealed record WipeProved(string OrderId, WipeReceipt Receipt, string ReceiptJws, DateTimeOffset At) : VmEvent;

    /// <summary>The phone wiped the VM by itself, because it was offline for longer than its lease; its receipt was verified.</summary>
    public sealed record WipedByLease(string OrderId, WipeReceipt Receipt, string ReceiptJws, DateTimeOffset At) : VmEvent;

    /// <summary>The phone wiped the VM under an order that this server does not know; its receipt was verified.</summary>
    public sealed record WipedByForeignOrder(string OrderId, WipeReceipt Receipt, string ReceiptJws, DateTimeOffset At) : VmEvent;

    /// <summary>A lock was asked for.</summary>
    public sealed record LockRequested(string OrderId, long Epoch, string Reason, [property: PersonName] string RequestedBy, DateTimeOffset At) : VmEvent;

    /// <summary>A lock has come to another step.</summary>
    /// <param name="By">Who approved or rejected it, or null.</param>
    /// <param name="Why">The code of the phone's refusal or the reason of a rejection, or null.</param>
    /// <param name="Place">Where the governor holds it, or null.</param>
    public sealed record LockMoved(
        string OrderId, LockStep Step, DateTimeOffset At, [property: PersonName] string? By = null, string? Why = null, string? Place = null) : VmEvent;

    /// <summary>Someone takes a lock back.</summary>
    public sealed record UnlockAsked(string OrderId, [property: PersonName] string By, DateTimeOffset At) : VmEvent;

    /// <summary>Something was ordered of a VM that no phone has named yet.</summary>
    public sealed record Foreseen(string Phone, string Slot) : VmEvent;

    /// <summary>The phone was removed.</summary>
    public sealed record Detached : VmEvent;

    /// <summary>The phone enrolled again after it was removed.</summary>
    public sealed record Returned(string PhoneName) : VmEvent;

    /// <summary>The phone has a newer VM than this server knows: the server forgot that one when its backup was restored.</summary>
    public sealed record EpochFound(long Epoch) : VmEvent;

    /// <summary>The lease of this epoch has ended for sure.</summary>
    public sealed record BecameUnreadable(long Epoch, DateTimeOffset Since) : VmEvent;

    /// <summary>The phone is in contact again, and may open the VM again.</summary>
    public sealed record BecameReadable(long Epoch) : VmEvent;

    /// <summary>A new, empty work VM is wanted.</summary>
    public sealed record Reprovisioned(long Epoch) : VmEvent;

    /// <summary>The phone read something else back than before.</summary>
    public sealed record Observed(WorkVmReport? Work, PersonalVmReport? Personal, DateTimeOffset At) : VmEvent;
}
