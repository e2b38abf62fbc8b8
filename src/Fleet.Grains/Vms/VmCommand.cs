using System.Text.Json.Serialization;
using Twofold.Protocol;

namespace Twofold.Fleet.Vms;

/// <summary>What can be asked of a VM's grain. Its key is <c>phone:slot</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Attach), "attach")]
[JsonDerivedType(typeof(SetLifecycle), "set-lifecycle")]
[JsonDerivedType(typeof(RequestWipe), "request-wipe")]
[JsonDerivedType(typeof(CancelWipe), "cancel-wipe")]
[JsonDerivedType(typeof(RequestLock), "request-lock")]
[JsonDerivedType(typeof(Unlock), "unlock")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Delivered), "delivered")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Dropped), "dropped")]
[JsonDerivedType(typeof(Lifted), "lifted")]
[JsonDerivedType(typeof(Proved), "proved")]
[JsonDerivedType(typeof(Detach), "detach")]
[JsonDerivedType(typeof(LeaseEnded), "lease-ended")]
[JsonDerivedType(typeof(LeaseRenewed), "lease-renewed")]
[JsonDerivedType(typeof(Reprovision), "reprovision")]
[JsonDerivedType(typeof(Observe), "observe")]
public abstract record VmCommand
{
    private VmCommand()
    {
    }

    /// <summary>The phone was enrolled with this slot (a letter from the phone). A re-enrolment changes only the names, never an order.</summary>
    public sealed record Attach(string Phone, string PhoneName, string Slot, VmOwner Owner) : VmCommand;

    /// <summary>A person or a pipeline wants the work VM in this state. Refused for a personal VM: <c>floor/personal</c>.</summary>
    public sealed record SetLifecycle(Lifecycle Target) : VmCommand;

    /// <summary>
    /// Order the wipe of this epoch of the work VM, in whatever state its phone is; a VM that no phone named yet is its slot's first.
    /// Refused for a personal VM: <c>floor/personal</c>.
    /// </summary>
    /// <param name="OrderId">Chosen by the caller, unique; the same order again changes nothing.</param>
    /// <param name="Reason">3 to 500 characters, kept in the audit log.</param>
    /// <param name="Epoch">The epoch the caller saw; refused with <c>vm/other-epoch</c> when the VM was made anew since. Null means the present one.</param>
    public sealed record RequestWipe(string OrderId, string Reason, long? Epoch = null) : VmCommand;

    /// <summary>Take the order back; possible until it is delivered.</summary>
    /// <param name="UnlessReleased">Only while the governor has not let it pass; after that the order stays and nothing is refused.</param>
    public sealed record CancelWipe(string OrderId, bool UnlessReleased = false) : VmCommand;

    /// <summary>Order that this epoch of the work VM is locked until the order is taken back. As for a wipe, no state of the phone refuses it.</summary>
    /// <param name="OrderId">Chosen by the caller, unique; the same order again changes nothing.</param>
    /// <param name="Reason">3 to 500 characters, kept in the audit log.</param>
    /// <param name="Epoch">As for a wipe.</param>
    public sealed record RequestLock(string OrderId, string Reason, long? Epoch = null) : VmCommand;

    /// <summary>Take a lock back, at any time; the VM opens once the phone has heard of it.</summary>
    public sealed record Unlock(string OrderId) : VmCommand;

    /// <summary>The governor lets the order pass (letter).</summary>
    public sealed record Released(string OrderId, string? ApprovedBy) : VmCommand;

    /// <summary>The governor holds the order for a second person (letter).</summary>
    /// <param name="Place">The page of the hold where it waits.</param>
    public sealed record Held(string OrderId, string Place) : VmCommand;

    /// <summary>A second person, or the governor itself, rejected the order (letter).</summary>
    public sealed record Rejected(string OrderId, string By, string Reason) : VmCommand;

    /// <summary>The phone has stored the order durably (letter from the phone).</summary>
    public sealed record Delivered(string OrderId) : VmCommand;

    /// <summary>The phone has begun to carry the order out (letter from the phone).</summary>
    public sealed record Acknowledged(string OrderId) : VmCommand;

    /// <summary>The phone refuses the order and says why (letter from the phone).</summary>
    public sealed record Refused(string OrderId, string Code) : VmCommand;

    /// <summary>The phone's grain took the order back before the phone was known to have it (letter from the phone).</summary>
    public sealed record Dropped(string OrderId) : VmCommand;

    /// <summary>The phone has stored that a lock stands no longer (letter from the phone).</summary>
    public sealed record Lifted(string OrderId) : VmCommand;

    /// <summary>The phone was removed (letter from the phone): orders stand, nothing else can be wanted of the VM until it enrols again.</summary>
    public sealed record Detach : VmCommand;

    /// <summary>The lease of this epoch has ended for sure: nobody can read its data since that instant (letter from the phone).</summary>
    public sealed record LeaseEnded(long Epoch, DateTimeOffset Since) : VmCommand;

    /// <summary>The phone is in contact again after its lease had ended (letter from the phone).</summary>
    public sealed record LeaseRenewed(long Epoch) : VmCommand;

    /// <summary>The phone's signed receipt was verified (letter from the phone).</summary>
    public sealed record Proved(string OrderId, WipeReceipt Receipt, string ReceiptJws) : VmCommand;

    /// <summary>After a proved wipe: make a new, empty work VM with the next epoch.</summary>
    public sealed record Reprovision : VmCommand;

    /// <summary>What the phone read back from its hypervisor (letter from the phone).</summary>
    public sealed record Observe(WorkVmReport? Work, PersonalVmReport? Personal, DateTimeOffset At) : VmCommand;
}
