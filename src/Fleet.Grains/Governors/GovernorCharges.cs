using Twofold.Fleet.HoldPages;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>Orders that put VMs at risk: passed, held, or turned away where no more can wait.</summary>
internal static class GovernorCharges
{
    /// <summary>Holds that one requester opens by giving ever other reasons; then their orders wait together, whatever the reasons.</summary>
    private const int MostReasons = 16;

    private const int MaxText = 500;

    public static Outcome Charge(GovernorState state, GovernorCommand.Charge charge, TurnContext context)
    {
        if (context.Sender is not { } sender) return Outcome.No("governor/sender", "only a grain of the fleet puts VMs at risk");
        if (charge.Vms < 0 || charge.OrderId.Length is 0 or > 128 || charge.Subject.Length > MaxText || charge.Reason.Length > 2 * MaxText)
            return Outcome.No("governor/charge", "a charge names an order, a number that is not negative, and a short subject and reason");
        if (state.Knows(charge.OrderId)) return Outcome.Nothing;
        var by = Requester.Of(context.Actor, charge.OnBehalfOf);
        if (charge.Effect.OnWhoDecides()) return GovernorRoster.Change(state, charge, by, sender, context);
        return state.HasRoom(by, charge.Vms, context.Now) ? Pass(charge, by, sender, context.Now) : Hold(state, charge, by, sender, context);
    }

    /// <summary>Lets the order pass at once.</summary>
    public static Outcome Pass(GovernorCommand.Charge charge, Requester by, GrainId sender, DateTimeOffset now) => Outcome
        .Happened(new GovernorEvent.Charged(charge.OrderId, charge.Effect, charge.Subject, charge.Vms, by, now))
        .Tell(sender, new Judgement.Released(charge.OrderId, null));

    /// <summary>Puts the order into a hold: one that takes it, or a new one.</summary>
    public static Outcome Hold(GovernorState state, GovernorCommand.Charge charge, Requester by, GrainId sender, TurnContext context)
    {
        var reason = ReasonOf(state, charge, by);
        var open = charge.Effect.OnWhoDecides() ? null : state.Holds.LastOrDefault(h => h.Takes(by, charge.Effect, reason, context.Now));
        if (open is null && state.Holds.Length >= GovernorView.MaxHolds) return TurnAway(charge, sender, context.Now);
        var (id, page) = (open?.Hold.Id ?? NextId(state), open?.NextPage ?? 0);
        var held = new GovernorEvent.HeldForApproval(id, charge.OrderId, charge.Subject, charge.Vms, context.Now);
        var outcome = open is null ? Outcome.Happened(Opened(state, charge, reason, by, sender, context), held) : Outcome.Happened(held);
        return outcome
            .Tell(HoldPages.HoldPages.Page(id, page), new HoldPageCommand.Add(WaitingOrder.Of(charge.OrderId, sender, charge.Subject, charge.Vms, context.Now)))
            .Tell(sender, new Judgement.Held(charge.OrderId, HoldPages.HoldPages.PlaceOf(id, page)));
    }

    /// <summary>The name of the next hold.</summary>
    public static string NextId(GovernorState state) => $"hold-{state.HoldsOpened + 1}";

    private static GovernorEvent.HoldOpened Opened(
        GovernorState state, GovernorCommand.Charge charge, string reason, Requester by, GrainId sender, TurnContext context) => new(
        new Hold(
            NextId(state), charge.Effect, charge.Subject, 0, 0, 0, Shown(by, context.Actor), reason, context.Now,
            About: sender.Kind == Operators.OperatorRules.Kind ? sender.Key : null), by);

    private static string Shown(Requester by, Actor actor) => actor.Kind == ActorKind.System ? by.Person ?? actor.Id : actor.Shown;

    private static string ReasonOf(GovernorState state, GovernorCommand.Charge charge, Requester by) =>
        state.Holds.Any(h => h.Hold.Reason == charge.Reason && h.By == by) || state.Holds.Count(h => h.By == by) < MostReasons ? charge.Reason : "";

    private static Outcome TurnAway(GovernorCommand.Charge charge, GrainId sender, DateTimeOffset now) => Outcome
        .Happened(new GovernorEvent.TurnedAway(charge.OrderId, charge.Subject, now))
        .Tell(sender, new Judgement.Rejected(charge.OrderId, "governor", "governor/too-many-held"));
}
