using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Fleet.Leases;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>What has happened to a phone. An event that changes the desired state names the version it leads to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Enrolled), "enrolled")]
[JsonDerivedType(typeof(Reenrolled), "reenrolled")]
[JsonDerivedType(typeof(Described), "described")]
[JsonDerivedType(typeof(DescriptionAsked), "description-asked")]
[JsonDerivedType(typeof(DescriptionHeld), "description-held")]
[JsonDerivedType(typeof(DescriptionEnded), "description-ended")]
[JsonDerivedType(typeof(PoliciesSet), "policies-set")]
[JsonDerivedType(typeof(VmSet), "vm-set")]
[JsonDerivedType(typeof(OrderAdded), "order-added")]
[JsonDerivedType(typeof(OrderDropped), "order-dropped")]
[JsonDerivedType(typeof(OrderLifting), "order-lifting")]
[JsonDerivedType(typeof(OrderRestored), "order-restored")]
[JsonDerivedType(typeof(OrderAcknowledged), "order-acknowledged")]
[JsonDerivedType(typeof(OrderRefused), "order-refused")]
[JsonDerivedType(typeof(OrderProved), "order-proved")]
[JsonDerivedType(typeof(ForeignOrderFound), "foreign-order-found")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Disconnected), "disconnected")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(RuleBroken), "rule-broken")]
[JsonDerivedType(typeof(RuleMended), "rule-mended")]
[JsonDerivedType(typeof(GraceEnded), "grace-ended")]
[JsonDerivedType(typeof(Escalated), "escalated")]
[JsonDerivedType(typeof(EscalationRefused), "escalation-refused")]
[JsonDerivedType(typeof(EscalationEased), "escalation-eased")]
[JsonDerivedType(typeof(Complained), "complained")]
[JsonDerivedType(typeof(ConflictFound), "conflict-found")]
[JsonDerivedType(typeof(ConflictResumed), "conflict-resumed")]
[JsonDerivedType(typeof(Foreseen), "foreseen")]
[JsonDerivedType(typeof(IntentAsked), "intent-asked")]
[JsonDerivedType(typeof(IntentMoved), "intent-moved")]
[JsonDerivedType(typeof(LeaseEnded), "lease-ended")]
[JsonDerivedType(typeof(RestoreFound), "restore-found")]
[JsonDerivedType(typeof(RestoreSettled), "restore-settled")]
public abstract record PhoneEvent
{
    private PhoneEvent()
    {
    }

    /// <summary>The phone joined.</summary>
    public sealed record Enrolled(string PhoneId, Enrolment Enrolment) : PhoneEvent;

    /// <summary>The phone joined again, with another key, name or slot. Nothing that stood against it falls.</summary>
    public sealed record Reenrolled(Enrolment Enrolment) : PhoneEvent;

    /// <summary>Name, owner or labels changed.</summary>
    public sealed record Described(string Name, [property: PersonName] string Owner, ImmutableSortedDictionary<string, string> Labels) : PhoneEvent;

    /// <summary>A description that puts work VMs at risk was charged to the governor.</summary>
    public sealed record DescriptionAsked(WaitingDescription To) : PhoneEvent;

    /// <summary>The governor holds it.</summary>
    public sealed record DescriptionHeld(string OrderId, string Place) : PhoneEvent;

    /// <summary>It was rejected.</summary>
    public sealed record DescriptionEnded(string OrderId, [property: PersonName] string By, string Reason) : PhoneEvent;

    /// <summary>The composer's result was taken over.</summary>
    public sealed record PoliciesSet(
        long Revision, string PhonePolicy, ImmutableSortedDictionary<string, string> VmPolicies, long Version,
        ImmutableSortedDictionary<string, LeaseTerms>? Leases = null) : PhoneEvent;

    /// <summary>A work VM is wanted in another state, or in another epoch.</summary>
    public sealed record VmSet(string Slot, long Epoch, Lifecycle Lifecycle, long Version) : PhoneEvent;

    /// <summary>An order stands.</summary>
    public sealed record OrderAdded(DeviceOrder Order, long Version) : PhoneEvent;

    /// <summary>An order was taken back before the phone was known to have it.</summary>
    public sealed record OrderDropped(string OrderId, long Version) : PhoneEvent;

    /// <summary>A lock that the phone has is taken back: from this version on it stands no longer.</summary>
    public sealed record OrderLifting(string OrderId, long Version) : PhoneEvent;

    /// <summary>An order that was taken back stands again: the phone had it already and has begun.</summary>
    public sealed record OrderRestored(string OrderId, long Version) : PhoneEvent;

    /// <summary>The phone has begun to carry an order out.</summary>
    public sealed record OrderAcknowledged(string OrderId) : PhoneEvent;

    /// <summary>The phone refused an order; it stands no longer.</summary>
    public sealed record OrderRefused(string OrderId, string Code, long Version) : PhoneEvent;

    /// <summary>A complete receipt proved a wipe; order and VM stand no longer in the desired state.</summary>
    public sealed record OrderProved(DeviceOrder Order, long Version) : PhoneEvent;

    /// <summary>The phone knows an order that this server does not: it was given before a backup was restored, or by nobody.</summary>
    public sealed record ForeignOrderFound(ForeignOrder Order) : PhoneEvent;

    /// <summary>A socket opened.</summary>
    public sealed record Connected(
        string Session, string Agent, string Hypervisor, int Protocol, ImmutableArray<string> Settings, DateTimeOffset At,
        bool OrdersOnly = false) : PhoneEvent;

    /// <summary>The socket closed.</summary>
    /// <param name="NoLaterThan">The latest instant at which the phone can still have been in contact, where that is another than <paramref name="At"/>.</param>
    public sealed record Disconnected(string Session, DateTimeOffset At, DateTimeOffset? NoLaterThan = null) : PhoneEvent;

    /// <summary>The phone has stored this version; a lower one than before when it lost what it had.</summary>
    public sealed record Received(long Version, DateTimeOffset? At = null) : PhoneEvent;

    /// <summary>The phone read something else back than before, or it was judged otherwise.</summary>
    /// <param name="Escalations">What the documents say of escalation, by slot; null for nothing.</param>
    public sealed record Observed(
        PhoneReport Report, VerdictState Verdict, ImmutableArray<Finding> Findings, DateTimeOffset At,
        ImmutableSortedDictionary<string, string>? Escalations = null) : PhoneEvent;

    /// <summary>A work VM was seen to break a rule.</summary>
    /// <param name="Since">Now, or the first time where the rule held again for less than a day.</param>
    public sealed record RuleBroken(string Slot, string Setting, DateTimeOffset Since) : PhoneEvent;

    /// <summary>The rule was seen to hold again, or is asked no more.</summary>
    public sealed record RuleMended(string Slot, string Setting, DateTimeOffset At) : PhoneEvent;

    /// <summary>The days that policy gives to mend the rule are over.</summary>
    public sealed record GraceEnded(string Slot, string Setting, DateTimeOffset At) : PhoneEvent;

    /// <summary>The VM's grain was asked to lock or to wipe it, as anybody may ask: the governor answers.</summary>
    public sealed record Escalated(TakenStep Step) : PhoneEvent;

    /// <summary>The VM's grain could not take the order.</summary>
    public sealed record EscalationRefused(string OrderId, string Code) : PhoneEvent;

    /// <summary>The step has no ground any more: a lock is lifted, a wipe that is not released yet is cancelled.</summary>
    public sealed record EscalationEased(string OrderId, DateTimeOffset At) : PhoneEvent;

    /// <summary>The phone refused something.</summary>
    public sealed record Complained(PhoneComplaint Complaint) : PhoneEvent;

    /// <summary>The phone has a version that this server never made.</summary>
    public sealed record ConflictFound(long PhoneVersion, DateTimeOffset At) : PhoneEvent;

    /// <summary>A person let the phone go on; the version lies above everything the phone has seen.</summary>
    public sealed record ConflictResumed(long Version) : PhoneEvent;

    /// <summary>Something was ordered of a phone that never enrolled here.</summary>
    public sealed record Foreseen(string PhoneId) : PhoneEvent;

    /// <summary>Its removal or the revocation of its certificate was asked for.</summary>
    public sealed record IntentAsked(string OrderId, PhoneBar Bar, string Reason, [property: PersonName] string RequestedBy, DateTimeOffset At) : PhoneEvent;

    /// <summary>A removal or revocation has come to another step; with <see cref="IntentStep.Done"/> it happened.</summary>
    public sealed record IntentMoved(
        string OrderId, IntentStep Step, DateTimeOffset At, [property: PersonName] string? By = null, string? Why = null, string? HeldAt = null) : PhoneEvent;

    /// <summary>The lease of a work VM has ended for sure: its data cannot be read since that instant, unless the phone comes into contact again.</summary>
    public sealed record LeaseEnded(string Slot, long Epoch, DateTimeOffset Since) : PhoneEvent;

    /// <summary>The server was restored from a backup: until the phone speaks, it may hold a version above this one.</summary>
    public sealed record RestoreFound(DateTimeOffset At, long Version) : PhoneEvent;

    /// <summary>The phone spoke since the server was restored, and holds nothing that the backup did not.</summary>
    public sealed record RestoreSettled : PhoneEvent;
}

/// <summary>An order that a phone knows and this server does not.</summary>
/// <param name="Became"><c>accepted</c>, <c>refused</c> or <c>proved</c>.</param>
public sealed record ForeignOrder(string OrderId, string Became, DateTimeOffset At);

/// <summary>What an enrolment says of a phone.</summary>
public sealed record Enrolment(
    string EnrolmentId, string Hardware, string Name, [property: PersonName] string Owner, ImmutableSortedDictionary<string, string> Labels,
    string PublicKey, string Thumbprint, ImmutableArray<SlotDeclaration> Slots);
