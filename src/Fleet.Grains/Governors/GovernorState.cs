using System.Collections.Immutable;

namespace Twofold.Fleet.Governors;

/// <summary>The governor, folded from its events. Its size does not grow with the orders that wait: those are on the pages of their hold.</summary>
public sealed record GovernorState
{
    /// <summary>How many held orders are remembered, so that a charge that comes again soon is known.</summary>
    public const int MaxRecent = 256;

    /// <summary>How many persons may approve; a further one is refused with <c>governor/too-many-approvers</c>.</summary>
    public const int MaxSeats = 500;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Nothing spent, nothing held.</summary>
    public static GovernorState Initial { get; } = new();

    /// <summary>The settings, or null until they are set.</summary>
    public GovernorSettings? Settings { get; init; }

    /// <summary>What each bucket has spent; a bucket that spent nothing within a day is not listed.</summary>
    public ImmutableSortedDictionary<string, Spending> Spent { get; init; } = ImmutableSortedDictionary<string, Spending>.Empty;

    /// <summary>What waits, oldest first; at most <see cref="GovernorView.MaxHolds"/>.</summary>
    public ImmutableArray<OpenHold> Holds { get; init; } = [];

    /// <summary>Counts holds ever opened.</summary>
    public long HoldsOpened { get; init; }

    /// <summary>
    /// Orders that passed within the budgets in the last 24 hours, so no more than the day's budget, and those without a VM among the last
    /// <see cref="MaxRecent"/>. What holds beyond that: an order that is charged again after it was forgotten spends budget once more, and
    /// its sender ignores the second answer, because it listens only while the order waits. It never releases anything twice.
    /// </summary>
    public ImmutableArray<PassedOrder> Passed { get; init; } = [];

    /// <summary>The last orders that were held, newest last; at most <see cref="MaxRecent"/>.</summary>
    public ImmutableArray<string> Recent { get; init; } = [];

    /// <summary>Who may approve, and who did once, by name; at most <see cref="MaxSeats"/>.</summary>
    public ImmutableSortedDictionary<string, RosterSeat> Roster { get; init; } = ImmutableSortedDictionary<string, RosterSeat>.Empty;

    /// <summary>The last restore, or null.</summary>
    public GovernorEvent.Restored? Restored { get; init; }

    /// <summary>The settings in force.</summary>
    internal GovernorSettings InForce => Settings ?? GovernorSettings.Default;

    /// <summary>The hold that waits, or null.</summary>
    internal OpenHold? Open(string holdId) => Holds.FirstOrDefault(h => h.Hold.Id == holdId);

    /// <summary>Whether the order was charged, as far as is remembered.</summary>
    internal bool Knows(string orderId) => Recent.Contains(orderId) || Passed.Any(p => p.OrderId == orderId);

    /// <summary>Until when what was spent is unknown, or null.</summary>
    internal DateTimeOffset? UnknownUntil(DateTimeOffset now) => Restored is { } restored && now < restored.At + Day ? restored.At + Day : null;

    /// <summary>Whether so many more VMs fit into every bucket.</summary>
    internal bool HasRoom(Requester by, int vms, DateTimeOffset now) => vms == 0
        || (UnknownUntil(now) is null && Buckets.Of(by).All(b => Spent.GetValueOrDefault(b, Spending.Nothing).HasRoom(InForce.Of(b), vms, now)));

    /// <summary>Everyone who may approve, but these persons.</summary>
    internal IEnumerable<KeyValuePair<string, RosterSeat>> Others(params string?[] but) =>
        Roster.Where(s => s.Value.Left is null && !but.Contains(s.Key, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether someone in this seat counts by now.</summary>
    internal bool Counts(RosterSeat seat, DateTimeOffset now) => seat.Left is null && now >= seat.Since + InForce.RoleAge;

    /// <summary>The state once an order passed within the budgets.</summary>
    internal GovernorState Pass(GovernorEvent.Charged passed)
    {
        var recent = Passed.Where(p => p.At > passed.At - Day).ToList();
        var kept = recent.Where((p, n) => p.Vms > 0 || n >= recent.Count - MaxRecent + 1);
        return Spend(Buckets.Of(passed.By), passed.At, s => s.Add(passed.Vms, passed.At)) with
        {
            Passed = [.. kept, new(passed.OrderId, passed.Vms, passed.At)],
        };
    }

    /// <summary>The state once a hold is over, and what it let pass.</summary>
    internal GovernorState Close(string holdId, long passed, DateTimeOffset at)
    {
        var closed = this with { Holds = Holds.RemoveAll(h => h.Hold.Id == holdId) };
        return passed == 0 ? closed : closed.Spend([Buckets.Organisation], at, s => s.AddApproved(passed, at));
    }

    /// <summary>The state with one hold changed; one in which nothing waits any more is over.</summary>
    internal GovernorState Change(string holdId, Func<OpenHold, OpenHold> change) => this with
    {
        Holds = [.. Holds.Select(h => h.Hold.Id == holdId ? change(h) : h).Where(h => h.Hold.Orders == 0 || h.Hold.Left > 0)],
    };

    /// <summary>The state with a seat; the ones left longest ago are forgotten first.</summary>
    internal GovernorState Sit(string person, RosterSeat seat)
    {
        var room = Roster.Count < MaxSeats || Roster.ContainsKey(person)
            ? Roster : Roster.Remove(Roster.OrderBy(s => s.Value.Left ?? DateTimeOffset.MaxValue).First().Key);
        return this with { Roster = room.SetItem(person, seat) };
    }

    private GovernorState Spend(IEnumerable<string> buckets, DateTimeOffset at, Func<Spending, Spending> spend)
    {
        var kept = Spent.RemoveRange(Spent.Where(s => s.Value.IsOver(at)).Select(s => s.Key));
        return this with { Spent = buckets.Aggregate(kept, (spent, b) => spent.SetItem(b, spend(spent.GetValueOrDefault(b, Spending.Nothing)))) };
    }
}

/// <summary>An order that passed within the budgets.</summary>
public sealed record PassedOrder(string OrderId, int Vms, DateTimeOffset At);

/// <summary>Someone's right to approve.</summary>
/// <param name="Since">Since when, by the newest grant or the newest password.</param>
/// <param name="Left">Until when, or null.</param>
public sealed record RosterSeat(DateTimeOffset Since, DateTimeOffset? Left = null);

/// <summary>A hold, who really asked, and what was taken back of it.</summary>
/// <param name="Wanted">For a loosening of the governor itself: what is wanted.</param>
/// <param name="Gone">What was taken back, by page.</param>
public sealed record OpenHold(Hold Hold, Requester By, GovernorSettings? Wanted, ImmutableSortedDictionary<int, GoneOrders> Gone)
{
    /// <summary>How long a hold takes further orders: then whoever decides finds it as they saw it.</summary>
    internal static readonly TimeSpan TakesFor = TimeSpan.FromMinutes(15);

    /// <summary>The page that the next order goes to.</summary>
    internal int NextPage => Hold.Orders / HoldPages.HoldPageView.MaxOrders;

    /// <summary>Whether another order of this kind joins it.</summary>
    internal bool Takes(Requester by, Effect effect, string reason, DateTimeOffset now) =>
        Hold.Effect == effect && Hold.Reason == reason && By == by && Hold is { Due: null, Orders: < GovernorView.MaxOrders } && now < Hold.Since + TakesFor;

    /// <summary>The hold with one order more.</summary>
    internal OpenHold Join(int vms) => this with { Hold = Hold with { Orders = Hold.Orders + 1, Left = Hold.Left + 1, Vms = Hold.Vms + vms } };

    /// <summary>The hold once a page said what was taken back of it.</summary>
    internal OpenHold Shrink(int page, GoneOrders gone)
    {
        var before = Gone.GetValueOrDefault(page, new(0, 0));
        return this with
        {
            Hold = Hold with { Left = Hold.Left - (gone.Orders - before.Orders), Vms = Hold.Vms - (gone.Vms - before.Vms) },
            Gone = Gone.SetItem(page, gone),
        };
    }
}

/// <summary>What was taken back of a page, in all.</summary>
public sealed record GoneOrders(int Orders, int Vms);
