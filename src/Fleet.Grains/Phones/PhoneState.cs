using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>A phone, folded from its events.</summary>
public sealed record PhoneState
{
    /// <summary>How many orders are remembered after they stand no longer; the oldest is forgotten first.</summary>
    public const int MaxClosed = 64;

    /// <summary>How many orders from elsewhere are remembered; a phone that names more is refused.</summary>
    public const int MaxForeign = 16;

    /// <summary>How many epochs beyond the ones it knows a server that forgot some believes in at once.</summary>
    public const int MaxForgotten = 1000;

    /// <summary>How many removals and revocations are kept with their times.</summary>
    public const int MaxIntents = 8;

    /// <summary>A phone that never enrolled.</summary>
    public static PhoneState Initial { get; } = new();

    /// <summary>The grain's key; empty until the phone enrols or something is ordered of it.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the newest enrolment said; its slots are all that any enrolment ever named.</summary>
    public Enrolment Enrolment { get; init; } = new("", "", "", "", ImmutableSortedDictionary<string, string>.Empty, "", "", []);

    /// <summary>The version of the desired state.</summary>
    public long Version { get; init; }

    /// <summary>Digest of the phone's own policy document, or null.</summary>
    public string? PhonePolicy { get; init; }

    /// <summary>Digest of each work VM's policy document, by slot.</summary>
    public ImmutableSortedDictionary<string, string> VmPolicies { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The work VMs that shall be there, by slot.</summary>
    public ImmutableSortedDictionary<string, WantedVm> Vms { get; init; } = ImmutableSortedDictionary<string, WantedVm>.Empty;

    /// <summary>The newest epoch of each slot whose wipe was proved.</summary>
    public ImmutableSortedDictionary<string, long> Wiped { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Orders that stand, oldest first; at most <see cref="OrdersEnvelope.MaxOrders"/>.</summary>
    public ImmutableArray<StandingOrder> Orders { get; init; } = [];

    /// <summary>Orders that stand no longer, newest last; at most <see cref="MaxClosed"/>.</summary>
    public ImmutableArray<ClosedOrder> Closed { get; init; } = [];

    /// <summary>The revision of the policy set that the digests come from.</summary>
    public long PolicyRevision { get; init; }

    /// <summary>See <see cref="PhoneView.ReceivedVersion"/>.</summary>
    public long ReceivedVersion { get; init; }

    /// <summary>See <see cref="PhoneView.ObservedVersion"/>.</summary>
    public long ObservedVersion { get; init; }

    /// <summary>The open socket, or null.</summary>
    public string? Session { get; init; }

    /// <summary>The open socket carries orders only and is no contact.</summary>
    public bool OrdersOnly { get; init; }

    /// <summary>See <see cref="PhoneView.LastContact"/>.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>The latest instant at which the phone can have been in contact, while no socket is open; null for never.</summary>
    public DateTimeOffset? ContactUntil { get; init; }

    /// <summary>The terms that the phone may hold, by slot; a slot that is not here keeps the defaults.</summary>
    public ImmutableSortedDictionary<string, LeaseBook> Leases { get; init; } = ImmutableSortedDictionary<string, LeaseBook>.Empty;

    /// <summary>Leases that have ended for sure, by slot, until the phone is in contact again.</summary>
    public ImmutableSortedDictionary<string, EndedLease> Ended { get; init; } = ImmutableSortedDictionary<string, EndedLease>.Empty;

    /// <summary>What the agent calls itself.</summary>
    public string Agent { get; init; } = "";

    /// <summary>What the agent drives.</summary>
    public string Hypervisor { get; init; } = "";

    /// <summary>The protocol version spoken last.</summary>
    public int Protocol { get; init; }

    /// <summary>The settings the agent knows.</summary>
    public ImmutableArray<string> KnownSettings { get; init; } = [];

    /// <summary>What was read back last.</summary>
    public PhoneReport? Report { get; init; }

    /// <summary>See <see cref="PhoneView.Verdict"/>.</summary>
    public VerdictState Verdict { get; init; } = VerdictState.Unknown;

    /// <summary>See <see cref="PhoneView.Findings"/>.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Since when each finding has been there, by setting and how it stands.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> FindingsSince { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>When the phone was last judged by the documents in force; null while it was not.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>What policy says of escalation, as canonical text by slot; a slot that is not here keeps the default.</summary>
    public ImmutableSortedDictionary<string, string> Escalations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The rules that work VMs were seen to break, at most <see cref="PhoneEscalation.MaxRules"/>; what holds again stays for a day.</summary>
    public ImmutableArray<BrokenRule> Broken { get; init; } = [];

    /// <summary>The steps that escalation has taken and has a reason for still; at most a lock and a wipe of each VM.</summary>
    public ImmutableArray<TakenStep> Steps { get; init; } = [];

    /// <summary>The version that the phone has and this server never made, while that waits for a person.</summary>
    public long? ConflictVersion { get; init; }

    /// <summary>See <see cref="PhoneView.Barred"/>.</summary>
    public PhoneBar? Barred { get; init; }

    /// <summary>When its record was removed last, or null.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>See <see cref="PhoneView.Intents"/>; at most <see cref="MaxIntents"/>.</summary>
    public ImmutableArray<PhoneIntent> Intents { get; init; } = [];

    /// <summary>See <see cref="PhoneView.Waiting"/>.</summary>
    public WaitingDescription? Waiting { get; init; }

    /// <summary>The last time the server was restored from a backup, or null.</summary>
    public RestorePoint? Restored { get; init; }

    /// <summary>The server was restored, or the phone was newer than it, since it was first enrolled: the phone may know VMs that it forgot.</summary>
    public bool HasForgotten { get; init; }

    /// <summary>Orders from elsewhere, oldest first; at most <see cref="MaxForeign"/>.</summary>
    public ImmutableArray<ForeignOrder> Foreign { get; init; } = [];

    /// <summary>See <see cref="PhoneView.Complaint"/>.</summary>
    public PhoneComplaint? Complaint { get; init; }

    /// <summary>Whether the phone ever enrolled.</summary>
    internal bool Enrolled => Enrolment.EnrolmentId.Length > 0;

    /// <summary>Whether the record was removed and the phone has not enrolled again.</summary>
    internal bool IsRemoved => Barred == PhoneBar.Removed;

    /// <summary>The removal or revocation with this id, or null.</summary>
    internal PhoneIntent? Intent(string orderId) => Intents.FirstOrDefault(i => i.OrderId == orderId);

    /// <summary>Whether a socket is open that counts as contact.</summary>
    internal bool InContact => Session is not null && !OrdersOnly;

    /// <summary>The newest version that this server can have given the phone.</summary>
    internal long KnownVersion => Math.Max(Restored is { Open: true } point ? point.Version : Version, ConflictVersion ?? 0);

    /// <summary>The slot's owner, or null when the phone never named the slot.</summary>
    internal VmOwner? OwnerOf(string slot) => Enrolment.Slots.FirstOrDefault(s => s.Slot == slot)?.Owner;

    /// <summary>The standing order with this id, or null.</summary>
    internal StandingOrder? Standing(string orderId) => Orders.FirstOrDefault(o => o.Order.OrderId == orderId);

    /// <summary>The order with this id among those that stand no longer, or null.</summary>
    internal ClosedOrder? ClosedBy(string orderId) => Closed.FirstOrDefault(o => o.Order.OrderId == orderId);

    /// <summary>The newest epoch that this slot ever had, 0 for none.</summary>
    internal long NewestEpoch(string slot) => Math.Max(Vms.GetValueOrDefault(slot)?.Epoch ?? 0, Wiped.GetValueOrDefault(slot));

    /// <summary>Whether the slot has left this epoch behind: it was wiped, or a newer VM is wanted there.</summary>
    internal bool HasLeft(string slot, long epoch) =>
        (Wiped.TryGetValue(slot, out var wiped) && epoch <= wiped) || (Vms.TryGetValue(slot, out var vm) && epoch < vm.Epoch);
}

/// <summary>A work VM that shall be there.</summary>
public sealed record WantedVm(long Epoch, Lifecycle Lifecycle);

/// <summary>A lease that has ended for sure.</summary>
public sealed record EndedLease(long Epoch, DateTimeOffset Since);

/// <summary>When the server was restored, and the version that it had of this phone then.</summary>
/// <param name="Open">The phone has not spoken since: it may hold what this server forgot.</param>
public sealed record RestorePoint(DateTimeOffset At, long Version, bool Open);

/// <summary>How far the phone is with a standing order.</summary>
public enum OrderProgress
{
    /// <summary>In the desired state; the phone is not known to have it.</summary>
    Released,

    /// <summary>The phone has stored it.</summary>
    Delivered,

    /// <summary>The phone has begun.</summary>
    Acknowledged,

    /// <summary>A lock that was taken back: it is out of the desired state, and the phone has not stored that yet.</summary>
    Lifting,
}

/// <summary>An order in the desired state.</summary>
/// <param name="Since">The version of the desired state that first carried it, or, while it is lifted, that first did not.</param>
public sealed record StandingOrder(DeviceOrder Order, long Since, OrderProgress Progress);

/// <summary>Why an order stands no longer.</summary>
public enum OrderEnd
{
    /// <summary>Taken back. The phone may have had it all the same; what it says later counts.</summary>
    Dropped,

    /// <summary>The phone refused it.</summary>
    Refused,

    /// <summary>Its receipt was verified.</summary>
    Proved,

    /// <summary>A lock that ended: the phone has stored that it stands no longer, or the VM was wiped.</summary>
    Lifted,
}

/// <summary>An order that stands no longer.</summary>
public sealed record ClosedOrder(DeviceOrder Order, OrderEnd End);
