using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>Records what happened to a phone.</summary>
internal static class PhoneFold
{
    public static PhoneState Apply(PhoneState state, PhoneEvent happened) => happened switch
    {
        PhoneEvent.Enrolled e => state with { Id = e.PhoneId, Enrolment = e.Enrolment },
        PhoneEvent.Reenrolled e => state with { Enrolment = e.Enrolment, Session = null, ReceivedVersion = 0, ObservedVersion = 0 },
        PhoneEvent.Described e => state with { Enrolment = state.Enrolment with { Name = e.Name, Owner = e.Owner, Labels = e.Labels } },
        PhoneEvent.PoliciesSet e => Unjudged(state, e.Version) with
        {
            PolicyRevision = e.Revision, PhonePolicy = e.PhonePolicy, VmPolicies = e.VmPolicies,
        },
        PhoneEvent.VmSet e => At(state, e.Version) with { Vms = state.Vms.SetItem(e.Slot, new WantedVm(e.Epoch, e.Lifecycle)) },
        PhoneEvent.Connected e => state with
        {
            Session = e.Session, Agent = e.Agent, Hypervisor = e.Hypervisor, Protocol = e.Protocol, KnownSettings = e.Settings, LastContact = e.At,
        },
        PhoneEvent.Disconnected e => state with { Session = null, LastContact = e.At },
        PhoneEvent.Received e => state with { ReceivedVersion = e.Version, Orders = Delivered(state.Orders, e.Version) },
        PhoneEvent.Observed e => state with
        {
            Report = e.Report, LastContact = e.At, ObservedVersion = Observed(state, e.Report), Verdict = e.Verdict, Findings = e.Findings,
        },
        PhoneEvent.Complained e => state with { Complaint = e.Complaint },
        PhoneEvent.ConflictFound e => state with { ConflictVersion = e.PhoneVersion },
        PhoneEvent.ConflictResumed e => At(state, e.Version) with { ConflictVersion = null, Orders = Anew(state.Orders, e.Version) },
        _ => Order(state, happened),
    };

    private static PhoneState Order(PhoneState state, PhoneEvent happened) => happened switch
    {
        PhoneEvent.OrderAdded e => At(state, e.Version) with { Orders = state.Orders.Add(new(e.Order, e.Version, OrderProgress.Released)) },
        PhoneEvent.OrderDropped e => Close(At(state, e.Version), state.Standing(e.OrderId)!.Order, OrderEnd.Dropped),
        PhoneEvent.OrderRestored e => Restore(At(state, e.Version), state.ClosedBy(e.OrderId)!.Order),
        PhoneEvent.OrderAcknowledged e => state with
        {
            Orders = [.. state.Orders.Select(o => o.Order.OrderId == e.OrderId ? o with { Progress = OrderProgress.Acknowledged } : o)],
        },
        PhoneEvent.OrderRefused e => Close(At(state, e.Version), state.Standing(e.OrderId)!.Order, OrderEnd.Refused),
        PhoneEvent.OrderProved e => Gone(Close(At(state, e.Version), e.Order, OrderEnd.Proved), e.Order),
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    private static PhoneState At(PhoneState state, long version) =>
        version == state.Version ? state : state with { Version = version, Complaint = null };

    /// <summary>What was judged against other documents says nothing of these.</summary>
    private static PhoneState Unjudged(PhoneState state, long version) =>
        version == state.Version ? state : At(state, version) with { Verdict = VerdictState.Unknown, Findings = [] };

    private static long Observed(PhoneState state, PhoneReport report) =>
        report.Settled && state.ConflictVersion is null ? Math.Max(state.ObservedVersion, report.Version) : state.ObservedVersion;

    private static ImmutableArray<StandingOrder> Delivered(ImmutableArray<StandingOrder> orders, long version) =>
        [.. orders.Select(o => o.Progress == OrderProgress.Released && o.Since <= version ? o with { Progress = OrderProgress.Delivered } : o)];

    private static ImmutableArray<StandingOrder> Anew(ImmutableArray<StandingOrder> orders, long version) =>
        [.. orders.Select(o => o.Progress == OrderProgress.Released ? o with { Since = version } : o)];

    private static PhoneState Close(PhoneState state, DeviceOrder order, OrderEnd end) => state with
    {
        Orders = state.Orders.RemoveAll(o => o.Order.OrderId == order.OrderId),
        Closed = [.. state.Closed.Where(c => c.Order.OrderId != order.OrderId).TakeLast(PhoneState.MaxClosed - 1), new(order, end)],
    };

    private static PhoneState Restore(PhoneState state, DeviceOrder order) => state with
    {
        Closed = state.Closed.RemoveAll(c => c.Order.OrderId == order.OrderId),
        Orders = state.Orders.Add(new(order, state.Version, OrderProgress.Delivered)),
    };

    /// <summary>The wiped VM is wanted no longer; a newer one in its slot stays.</summary>
    private static PhoneState Gone(PhoneState state, DeviceOrder order) => state with
    {
        Wiped = state.Wiped.SetItem(order.Slot, Math.Max(order.Epoch, state.Wiped.GetValueOrDefault(order.Slot))),
        Vms = state.Vms.GetValueOrDefault(order.Slot)?.Epoch <= order.Epoch ? state.Vms.Remove(order.Slot) : state.Vms,
    };
}
