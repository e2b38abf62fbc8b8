using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>Records what happened to a phone.</summary>
internal static class PhoneFold
{
    public static PhoneState Apply(PhoneState state, PhoneEvent happened) => happened switch
    {
        PhoneEvent.Foreseen e => state with { Id = e.PhoneId },
        PhoneEvent.Enrolled e => state with { Id = e.PhoneId, Enrolment = e.Enrolment },
        PhoneEvent.Reenrolled e => LeaseFold.Forget(state) with
        {
            // A socket that is open stays until the gateway says that it closed: until then it may be contact.
            Enrolment = e.Enrolment, Barred = null, ReceivedVersion = 0, ObservedVersion = 0, JudgedAt = null,
        },
        PhoneEvent.Described e => state with { Enrolment = state.Enrolment with { Name = e.Name, Owner = e.Owner, Labels = e.Labels }, Waiting = null },
        PhoneEvent.DescriptionAsked e => state with { Waiting = e.To },
        PhoneEvent.DescriptionHeld e => state with { Waiting = state.Waiting! with { Place = e.Place } },
        PhoneEvent.DescriptionEnded => state with { Waiting = null },
        PhoneEvent.PoliciesSet e => Unjudged(state, e.Version) with
        {
            PolicyRevision = e.Revision, PhonePolicy = e.PhonePolicy, VmPolicies = e.VmPolicies, Leases = LeaseFold.Give(state, e),
        },
        PhoneEvent.VmSet e => At(Renewed(state, e), e.Version) with { Vms = state.Vms.SetItem(e.Slot, new WantedVm(e.Epoch, e.Lifecycle)) },
        PhoneEvent.Connected e => LeaseFold.Connect(state, e) with
        {
            Session = e.Session, OrdersOnly = e.OrdersOnly, Agent = e.Agent, Hypervisor = e.Hypervisor, Protocol = e.Protocol, KnownSettings = e.Settings, LastContact = e.At,
        },
        PhoneEvent.Disconnected e => LeaseFold.Disconnect(state, e.NoLaterThan ?? e.At) with { Session = null, OrdersOnly = false, LastContact = e.At },
        PhoneEvent.Received e => Lift(LeaseFold.Store(state, e), e.Version) with { ReceivedVersion = e.Version },
        PhoneEvent.IntentAsked e => IntentFold.Ask(state, e),
        PhoneEvent.IntentMoved e => IntentFold.Move(state, e),
        PhoneEvent.LeaseEnded e => state with { Ended = state.Ended.SetItem(e.Slot, new EndedLease(e.Epoch, e.Since)) },
        PhoneEvent.RestoreFound e => LeaseFold.Restore(state, e.At) with
        {
            HasForgotten = true, Restored = new RestorePoint(e.At, e.Version, Open: true), JudgedAt = null,
        },
        PhoneEvent.RestoreSettled => state with { Restored = state.Restored! with { Open = false } },
        PhoneEvent.Observed e => state with
        {
            Report = e.Report, LastContact = e.At, ObservedVersion = Observed(state, e.Report), Verdict = e.Verdict, Findings = e.Findings,
            FindingsSince = Since(state, e), Escalations = e.Escalations ?? ImmutableSortedDictionary<string, string>.Empty,
            JudgedAt = e.Report.Version == state.Version ? e.At : state.JudgedAt,
        },
        PhoneEvent.RuleBroken e => EscalationFold.Break(state, e),
        PhoneEvent.RuleMended e => EscalationFold.Mend(state, e),
        PhoneEvent.GraceEnded e => EscalationFold.End(state, e),
        PhoneEvent.Escalated e => EscalationFold.Take(state, e.Step),
        PhoneEvent.EscalationRefused e => EscalationFold.Refuse(state, e),
        PhoneEvent.EscalationEased e => EscalationFold.Ease(state, e),
        PhoneEvent.Complained e => state with { Complaint = e.Complaint },
        PhoneEvent.ConflictFound e => LeaseFold.Forget(state) with
        {
            HasForgotten = true, ConflictVersion = e.PhoneVersion, JudgedAt = null, Restored = state.Restored is { } point ? point with { Open = false } : null,
        },
        PhoneEvent.ConflictResumed e => At(state, e.Version) with { ConflictVersion = null, Orders = Anew(state.Orders, e.Version) },
        _ => Order(state, happened),
    };

    // What was judged so before keeps its time, also over a moment in which nothing was judged because the policy changed.
    private static ImmutableSortedDictionary<string, DateTimeOffset> Since(PhoneState state, PhoneEvent.Observed seen) => seen.Findings
        .Where(f => f.State != VerdictState.Compliant)
        .Select(PhoneIndex.NameOf).Distinct(StringComparer.Ordinal)
        .ToImmutableSortedDictionary(name => name, name => state.FindingsSince.GetValueOrDefault(name, seen.At), StringComparer.Ordinal);

    private static PhoneState Order(PhoneState state, PhoneEvent happened) => happened switch
    {
        PhoneEvent.OrderAdded e => At(state, e.Version) with { Orders = state.Orders.Add(new(e.Order, e.Version, OrderProgress.Released)) },
        PhoneEvent.OrderLifting e => At(state, e.Version) with { Orders = [.. state.Orders.Select(o => Lifting(o, e))] },
        PhoneEvent.OrderDropped e => Close(At(state, e.Version), state.Standing(e.OrderId)!.Order, OrderEnd.Dropped),
        PhoneEvent.OrderRestored e => Restore(At(state, e.Version), state.ClosedBy(e.OrderId)!.Order),
        PhoneEvent.OrderAcknowledged e => state with
        {
            Orders = [.. state.Orders.Select(o => o.Order.OrderId == e.OrderId ? o with { Progress = OrderProgress.Acknowledged } : o)],
        },
        PhoneEvent.OrderRefused e => Close(At(state, e.Version), state.Standing(e.OrderId)!.Order, OrderEnd.Refused),
        PhoneEvent.OrderProved e => Gone(Close(At(state, e.Version), e.Order, OrderEnd.Proved), e.Order),
        PhoneEvent.ForeignOrderFound e => state with
        {
            Foreign = [.. state.Foreign.Where(f => f.OrderId != e.Order.OrderId).TakeLast(PhoneState.MaxForeign - 1), e.Order],
        },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    private static PhoneState At(PhoneState state, long version) =>
        version == state.Version ? state : state with { Version = version, Complaint = null };

    /// <summary>What was judged against other documents says nothing of these.</summary>
    private static PhoneState Unjudged(PhoneState state, long version) =>
        version == state.Version ? state : At(state, version) with { Verdict = VerdictState.Unknown, Findings = [], JudgedAt = null };

    private static PhoneState Renewed(PhoneState state, PhoneEvent.VmSet set) =>
        state.Vms.TryGetValue(set.Slot, out var known) && known.Epoch != set.Epoch ? EscalationFold.Forget(state, set.Slot) : state;

    private static long Observed(PhoneState state, PhoneReport report) =>
        report.Settled && state.ConflictVersion is null ? Math.Max(state.ObservedVersion, report.Version) : state.ObservedVersion;

    private static ImmutableArray<StandingOrder> Delivered(ImmutableArray<StandingOrder> orders, long version) =>
        [.. orders.Select(o => o.Progress == OrderProgress.Released && o.Since <= version ? o with { Progress = OrderProgress.Delivered } : o)];

    /// <summary>The phone has stored this version: new orders have reached it, and locks that are in it no longer are over.</summary>
    private static PhoneState Lift(PhoneState state, long version)
    {
        var over = state.Orders.Where(o => o.Progress == OrderProgress.Lifting && o.Since <= version).Select(o => o.Order);
        return over.Aggregate(state with { Orders = Delivered(state.Orders, version) }, (s, order) => Close(s, order, OrderEnd.Lifted));
    }

    private static StandingOrder Lifting(StandingOrder standing, PhoneEvent.OrderLifting lifting) => standing.Order.OrderId == lifting.OrderId
        ? standing with { Progress = OrderProgress.Lifting, Since = lifting.Version }
        : standing;

    private static ImmutableArray<StandingOrder> Anew(ImmutableArray<StandingOrder> orders, long version) =>
        [.. orders.Select(o => o.Progress is OrderProgress.Released or OrderProgress.Lifting ? o with { Since = version } : o)];

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

    /// <summary>The wiped VM is wanted no longer, and no lock of it stands; a newer one in its slot stays.</summary>
    private static PhoneState Gone(PhoneState state, DeviceOrder order)
    {
        var locks = state.Orders.Select(o => o.Order).Where(o => o.Kind == OrderKind.Lock && o.Slot == order.Slot && o.Epoch <= order.Epoch);
        var left = state.Vms.GetValueOrDefault(order.Slot)?.Epoch <= order.Epoch ? EscalationFold.Forget(state, order.Slot) : state;
        return locks.Aggregate(left, (s, moot) => Close(s, moot, OrderEnd.Lifted)) with
        {
            Wiped = state.Wiped.SetItem(order.Slot, Math.Max(order.Epoch, state.Wiped.GetValueOrDefault(order.Slot))),
            Vms = state.Vms.GetValueOrDefault(order.Slot)?.Epoch <= order.Epoch ? state.Vms.Remove(order.Slot) : state.Vms,
            Ended = state.Ended.GetValueOrDefault(order.Slot)?.Epoch <= order.Epoch ? state.Ended.Remove(order.Slot) : state.Ended,
        };
    }
}
