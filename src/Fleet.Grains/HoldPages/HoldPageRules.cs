using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.HoldPages.HoldPageEvent>;

namespace Twofold.Fleet.HoldPages;

/// <summary>The rules of a page: it keeps who waits, so that the governor stays small, and tells them what was decided.</summary>
public sealed class HoldPageRules : IRules<HoldPageState, HoldPageCommand, HoldPageEvent, HoldPageView>
{
    private HoldPageRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "hold-page";

    /// <inheritdoc/>
    public static HoldPageState Initial => HoldPageState.Initial;

    /// <inheritdoc/>
    public static HoldPageCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => [];

    /// <inheritdoc/>
    public static string Needs(HoldPageCommand command, GrainId self) => Capability.Internal;

    /// <inheritdoc/>
    public static Outcome Decide(HoldPageState state, HoldPageCommand command, TurnContext context) => (state.Settled, command) switch
    {
        (_, HoldPageCommand.Add add) when Find(state, add.Order.OrderId) is not null => Outcome.Nothing,
        (true, HoldPageCommand.Add add) => Outcome.Nothing.Tell(add.Order.From, new Judgement.Rejected(add.Order.OrderId, "governor", "governor/hold-answered")),
        (false, HoldPageCommand.Add add) => Outcome.Happened(new HoldPageEvent.Added(add.Order)),

        (false, HoldPageCommand.Withdraw back) when Find(state, back.OrderId) is { TakenBack: false } order && order.From == context.Sender =>
            TakeBack(state, order, context.Self),
        (_, HoldPageCommand.Withdraw) => Outcome.Nothing,

        (false, HoldPageCommand.Settle settle) => Settle(state, settle),
        (true, HoldPageCommand.Settle) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static HoldPageState Apply(HoldPageState state, HoldPageEvent happened) => happened switch
    {
        HoldPageEvent.Added e => state with { Orders = state.Orders.Add(e.Order) },
        HoldPageEvent.TakenBack e => state with { Orders = [.. state.Orders.Select(o => o.OrderId == e.OrderId ? o with { TakenBack = true } : o)] },
        HoldPageEvent.Settled => state with { Settled = true },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(HoldPageState state) => null;

    /// <inheritdoc/>
    public static HoldPageCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static HoldPageView View(HoldPageState state, DateTimeOffset now) => new(state.Orders, state.Settled);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(HoldPageState state, GrainId self) => [];

    private static WaitingOrder? Find(HoldPageState state, string orderId) => state.Orders.FirstOrDefault(o => o.OrderId == orderId);

    private static Outcome TakeBack(HoldPageState state, WaitingOrder order, GrainId self)
    {
        var gone = state.Orders.Where(o => o.TakenBack).Append(order).ToList();
        var (hold, page) = HoldPages.Read(self.Key);
        return Outcome.Happened(new HoldPageEvent.TakenBack(order.OrderId))
            .Tell(Governors.Governors.Organisation, new GovernorCommand.Shrink(hold, page, gone.Count, gone.Sum(o => o.Vms)));
    }

    private static Outcome Settle(HoldPageState state, HoldPageCommand.Settle settle) => state.Orders.Where(o => !o.TakenBack).Aggregate(
        Outcome.Happened(new HoldPageEvent.Settled(settle.ReleasedBy, settle.RejectedBy)),
        (told, order) => told.Tell(order.From, JudgementOf(order.OrderId, settle)));

    private static Judgement JudgementOf(string orderId, HoldPageCommand.Settle settle) => settle.RejectedBy is { } by
        ? new Judgement.Rejected(orderId, by, settle.Reason ?? "")
        : new Judgement.Released(orderId, settle.ReleasedBy);
}
