using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Leases;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>What can be asked of a phone's grain. Its key is the phone id, derived from the hardware identity.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Enrol), "enrol")]
[JsonDerivedType(typeof(Describe), "describe")]
[JsonDerivedType(typeof(SetPolicies), "set-policies")]
[JsonDerivedType(typeof(SetVm), "set-vm")]
[JsonDerivedType(typeof(AddOrder), "add-order")]
[JsonDerivedType(typeof(DropOrder), "drop-order")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Disconnected), "disconnected")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(OrderReported), "order-reported")]
[JsonDerivedType(typeof(ReceiptVerified), "receipt-verified")]
[JsonDerivedType(typeof(Complained), "complained")]
[JsonDerivedType(typeof(ResumeFromConflict), "resume-from-conflict")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(TakeBack), "take-back")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(ServerRestored), "server-restored")]
[JsonDerivedType(typeof(LookAtLeases), "look-at-leases")]
[JsonDerivedType(typeof(EscalationRefused), "escalation-refused")]
public abstract record PhoneCommand
{
    private PhoneCommand()
    {
    }

    /// <summary>An enrolment token was redeemed (letter). Again with other keys is a re-enrolment: keys and names change, orders stay.</summary>
    /// <param name="Hardware">The hardware identity, as the phone gave it.</param>
    /// <param name="PublicKey">SubjectPublicKeyInfo of the phone's key, base64.</param>
    /// <param name="Thumbprint">SHA-256 of its certificate, hex.</param>
    public sealed record Enrol(
        string EnrolmentId, string Hardware, string Name, string Owner, ImmutableSortedDictionary<string, string> Labels,
        string PublicKey, string Thumbprint, ImmutableArray<SlotDeclaration> Slots) : PhoneCommand;

    /// <summary>
    /// Name, owner and labels, by a person or a pipeline. Labels by which stricter policies reach the phone are charged to the governor, and
    /// the whole description waits for its answer; the next description takes the place of one that waits.
    /// </summary>
    /// <param name="VmsAtRisk">Work VMs whose data could become unreadable sooner under the policies that the labels choose.</param>
    /// <param name="Effect">What those policies do to them.</param>
    public sealed record Describe(
        string Name, string Owner, ImmutableSortedDictionary<string, string> Labels, int VmsAtRisk = 0, Effect Effect = Effect.LeaseShortened) : PhoneCommand;

    /// <summary>The composer's result for this phone: the digest of each work VM's policy document and of the phone's own.</summary>
    /// <param name="Leases">What the documents say of each work VM's lease; null counts as the longest there is.</param>
    public sealed record SetPolicies(
        long Revision, string PhonePolicy, ImmutableSortedDictionary<string, string> VmPolicies,
        ImmutableSortedDictionary<string, LeaseTerms>? Leases = null) : PhoneCommand;

    /// <summary>What a work VM's grain wants of the phone (letter).</summary>
    public sealed record SetVm(string Slot, long Epoch, Lifecycle Lifecycle) : PhoneCommand;

    /// <summary>A standing order that the governor released (letter).</summary>
    public sealed record AddOrder(DeviceOrder Order) : PhoneCommand;

    /// <summary>An order that was cancelled, refused or proved stands no longer (letter).</summary>
    public sealed record DropOrder(string OrderId) : PhoneCommand;

    /// <summary>The phone's socket opened.</summary>
    /// <param name="Session">Unique per socket.</param>
    /// <param name="AppliedVersion">The newest version the phone has stored.</param>
    /// <param name="OrdersOnly">The socket carries orders and what became of them, and is no contact: the phone is not trusted any more.</param>
    /// <param name="OrdersVersion">The newest version whose orders the phone has stored; it takes no older ones.</param>
    public sealed record Connected(
        string Session, string Agent, string Hypervisor, int Protocol, ImmutableArray<string> Settings, long AppliedVersion,
        bool OrdersOnly = false, long OrdersVersion = 0) : PhoneCommand;

    /// <summary>The phone's socket closed; ignored unless it is the current one.</summary>
    public sealed record Disconnected(string Session) : PhoneCommand;

    /// <summary>The phone has stored this version of its desired state durably.</summary>
    public sealed record Received(long Version) : PhoneCommand;

    /// <summary>What the phone read back, and how the gateway judged it against the documents that the phone has to obey.</summary>
    /// <param name="Findings">At most 256; the worst ones if there are more.</param>
    /// <param name="Escalations">What the documents say of escalation, as canonical text by slot; null for nothing but the default.</param>
    public sealed record Observed(
        PhoneReport Report, VerdictState Verdict, ImmutableArray<Finding> Findings, ImmutableSortedDictionary<string, string>? Escalations = null) : PhoneCommand;

    /// <summary>The phone acknowledges or refuses an order.</summary>
    public sealed record OrderReported(string OrderId, bool Accepted, string? Code) : PhoneCommand;

    /// <summary>A receipt whose signature the gateway verified with this phone's key.</summary>
    public sealed record ReceiptVerified(WipeReceipt Receipt, string Jws) : PhoneCommand;

    /// <summary>The phone refused what it was sent, and says why.</summary>
    public sealed record Complained(string Code, string Explanation, long? Version) : PhoneCommand;

    /// <summary>The phone is newer than the server (an old backup was restored); a person lets it go on.</summary>
    public sealed record ResumeFromConflict : PhoneCommand;

    /// <summary>Remove the phone, or revoke its certificate. Either ends contact, so the governor counts the work VMs that it still has.</summary>
    /// <param name="OrderId">Chosen by the caller, unique; the same order again changes nothing.</param>
    /// <param name="Reason">3 to 500 characters, kept in the audit log.</param>
    public sealed record Ask(string OrderId, PhoneBar Bar, string Reason) : PhoneCommand;

    /// <summary>Take a removal or a revocation back before it happened.</summary>
    public sealed record TakeBack(string OrderId) : PhoneCommand;

    /// <summary>The governor lets a removal or revocation pass (letter).</summary>
    public sealed record Released(string OrderId, string? ApprovedBy) : PhoneCommand;

    /// <summary>The governor holds it for a second person (letter).</summary>
    /// <param name="Place">The page of the hold where it waits.</param>
    public sealed record Held(string OrderId, string Place) : PhoneCommand;

    /// <summary>A second person, or the governor itself, rejected it (letter).</summary>
    public sealed record Rejected(string OrderId, string By, string Reason) : PhoneCommand;

    /// <summary>The server was restored from a backup at this time: what it did for the phone since the backup is forgotten.</summary>
    public sealed record ServerRestored(DateTimeOffset At) : PhoneCommand;

    /// <summary>A lease may have ended, or a step of escalation may be due (the sweep).</summary>
    public sealed record LookAtLeases : PhoneCommand;

    /// <summary>A VM's grain could not take an order of escalation (its letter came back), or the governor had no room for it (letter from the VM).</summary>
    public sealed record EscalationRefused(string OrderId, string Code) : PhoneCommand;
}
