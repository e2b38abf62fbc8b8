using System.Collections.Immutable;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>
/// The rules of the governor: within the budgets an order passes, above them a second person decides. INVARIANT: in no hour and no day
/// does more pass on one person's word than the budgets of the organisation, of their role and of themself.
/// </summary>
public sealed class GovernorRules : IRules<GovernorState, GovernorCommand, GovernorEvent, GovernorView>
{
    private GovernorRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "governor";

    /// <inheritdoc/>
    public static GovernorState Initial => GovernorState.Initial;

    /// <inheritdoc/>
    public static GovernorCommand? Wake => new GovernorCommand.Tick();

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => [];

    /// <inheritdoc/>
    public static string Needs(GovernorCommand command, GrainId self) => command switch
    {
        GovernorCommand.Approve or GovernorCommand.Reject => Capability.HoldApprove,
        GovernorCommand.Configure or GovernorCommand.Loosen => Capability.OperatorAdmin,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(GovernorState state, GovernorCommand command, TurnContext context) => command switch
    {
        GovernorCommand.Configure c => GovernorSettling.Configure(state, c.Settings),
        GovernorCommand.Loosen c => GovernorSettling.Loosen(state, c, context),
        GovernorCommand.Charge c => GovernorCharges.Charge(state, c, context),
        GovernorCommand.Approve c => GovernorAnswers.Approve(state, c, context),
        GovernorCommand.Reject c => GovernorAnswers.Reject(state, c, context),
        GovernorCommand.Shrink c => GovernorAnswers.Shrink(state, c),
        GovernorCommand.Seat c => GovernorRoster.Seat(state, c.Since, context),
        GovernorCommand.Unseat c => GovernorRoster.Unseat(state, c.At, context),
        GovernorCommand.AfterRestore c => GovernorSettling.AfterRestore(state, c.RestoreId, context.Now),
        GovernorCommand.Tick => GovernorAnswers.Tick(state, context.Now),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static GovernorState Apply(GovernorState state, GovernorEvent happened) => happened switch
    {
        GovernorEvent.Configured e => state with { Settings = e.Settings },
        GovernorEvent.Charged e => state.Pass(e),
        GovernorEvent.HoldOpened e => state with { Holds = state.Holds.Add(new(e.Hold, e.By, e.Wanted, ImmutableSortedDictionary<int, GoneOrders>.Empty)), HoldsOpened = state.HoldsOpened + 1 },
        GovernorEvent.HeldForApproval e => state.Change(e.HoldId, h => h.Join(e.Vms)) with
        {
            Recent = [.. state.Recent.TakeLast(GovernorState.MaxRecent - 1), e.OrderId],
        },
        GovernorEvent.TurnedAway => state,
        GovernorEvent.Agreed e => state.Change(e.HoldId, h => h with { Hold = h.Hold with { AgreedBy = e.By, Due = e.Due } }),
        GovernorEvent.Approved e => state.Close(e.HoldId, e.Vms, e.At),
        GovernorEvent.Rejected e => state.Close(e.HoldId, 0, e.At),
        GovernorEvent.Shrunk e => state.Change(e.HoldId, h => h.Shrink(e.Page, new(e.Orders, e.Vms))),
        GovernorEvent.Seated e => state.Sit(e.Person, new(e.Since)),
        GovernorEvent.Unseated e => state.Sit(e.Person, state.Roster[e.Person] with { Left = e.At }),
        GovernorEvent.Restored e => state with { Restored = e },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(GovernorState state) => state.Holds.Min(h => h.Hold.Due);

    /// <inheritdoc/>
    public static GovernorCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static GovernorView View(GovernorState state, DateTimeOffset now)
    {
        var organisation = state.Spent.GetValueOrDefault(Buckets.Organisation, Spending.Nothing);
        return new(
            state.InForce, organisation.InHour(now), organisation.InDay(now), state.UnknownUntil(now),
            [.. state.Spent.Where(s => !s.Value.IsOver(now)).Select(s => new SpentBucket(s.Key, s.Value.InHour(now), s.Value.InDay(now), state.InForce.Of(s.Key)))],
            [.. state.Holds.Select(h => h.Hold)],
            [.. state.Others().Select(s => new Approver(s.Key, s.Value.Since, s.Value.Since + state.InForce.RoleAge))]);
    }

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(GovernorState state, GrainId self) => [];
}
