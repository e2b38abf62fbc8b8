using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>The governor's own settings, and what it no longer knows after a restore.</summary>
internal static class GovernorSettling
{
    private const int MaxReason = 500;

    public static Outcome Configure(GovernorState state, GovernorSettings wanted)
    {
        if (wanted.Problem is { } problem) return Outcome.No("governor/budget", problem);
        if (wanted == state.Settings) return Outcome.Nothing;
        return state.Settings is not { } inForce || wanted.AsTightAs(inForce)
            ? Outcome.Happened(new GovernorEvent.Configured(wanted))
            : Outcome.No("governor/only-tighter", "a running installation only tightens here: ask for a loosening, which a second person agrees to");
    }

    public static Outcome Loosen(GovernorState state, GovernorCommand.Loosen loosen, TurnContext context)
    {
        if (context.Actor.Kind != ActorKind.Person) return Outcome.No("governor/person-only", "only a person changes the settings");
        if (loosen.Settings.Problem is { } problem) return Outcome.No("governor/budget", problem);
        if (loosen.Reason.Trim().Length < 3 || loosen.Reason.Length > MaxReason) return Outcome.No("governor/reason", $"a reason has 3 to {MaxReason} characters");
        if (loosen.Settings.AsTightAs(state.InForce)) return Configure(state, loosen.Settings);
        if (state.Holds.Any(h => h.Wanted is not null)) return Outcome.No("governor/loosening-waits", "another change of the settings waits: have it decided first");
        return state.Holds.Length < GovernorView.MaxHolds ? Ask(state, loosen, context) : Outcome.No("governor/too-many-held", "too much waits already");
    }

    public static Outcome AfterRestore(GovernorState state, string restoreId, DateTimeOffset now)
    {
        if (restoreId == state.Restored?.RestoreId) return Outcome.Nothing;
        var restored = Outcome.Happened(new GovernorEvent.Restored(restoreId, now));
        var anew = state.Holds.Where(h => h.Hold.Due is not null)
            .Select(GovernorEvent (h) => new GovernorEvent.Agreed(h.Hold.Id, h.Hold.AgreedBy, now, now + state.InForce.LooseningWait));
        return restored is Outcome.Accepted yes ? yes with { Events = [.. yes.Events, .. anew] } : restored;
    }

    private static Outcome Ask(GovernorState state, GovernorCommand.Loosen loosen, TurnContext context)
    {
        var by = Requester.Of(context.Actor);
        var hold = new Hold(
            GovernorCharges.NextId(state), Effect.GovernorLoosened, "the governor's settings", 0, 0, 0, context.Actor.Shown, loosen.Reason, context.Now);
        var held = Outcome.Happened(new GovernorEvent.HoldOpened(hold, by, loosen.Settings));
        return state.Others(by.Person).Any() ? held : GovernorRoster.Alone(state, held, context.Now);
    }
}
