using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Golden;

/// <summary>Prints what every command does in every representative state.</summary>
internal sealed class Table<TRules, TState, TCommand, TEvent, TView>(GrainId self, ImmutableArray<Step<TCommand>> commands, Func<TState, string> status)
    where TRules : IRules<TState, TCommand, TEvent, TView>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private static readonly DateTimeOffset Now = Sample.Start.AddHours(1);

    /// <summary>The state that these commands lead to; each must be accepted.</summary>
    public TState After(params ReadOnlySpan<string> names)
    {
        var state = TRules.Initial;
        foreach (var name in names)
        {
            var accepted = Assert.IsType<Decision<TEvent>.Accepted>(Decide(state, commands.Single(c => c.Name == name), Sample.Start));
            state = accepted.Events.Aggregate(state, TRules.Apply);
        }

        return state;
    }

    public string Print(params ReadOnlySpan<(string Name, TState State)> states)
    {
        var text = new StringBuilder();
        foreach (var (name, state) in states)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} [{status(state)}]\n");
            foreach (var step in commands) text.Append(CultureInfo.InvariantCulture, $"  {step.Name,-36} {Outcome(state, Decide(state, step, Now))}\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    private string Outcome(TState state, Decision<TEvent> decision) => decision switch
    {
        Decision<TEvent>.Refused no => $"refused {no.Code}",
        Decision<TEvent>.Accepted { Events: [], Letters: [] } => "nothing",
        Decision<TEvent>.Accepted yes => string.Join(' ', Happened(state, yes)),
        _ => "?",
    };

    private IEnumerable<string> Happened(TState state, Decision<TEvent>.Accepted yes)
    {
        yield return yes.Events.IsEmpty ? "no event" : string.Join('+', yes.Events.Select(e => e.GetType().Name));
        yield return $"[{status(yes.Events.Aggregate(state, TRules.Apply))}]";
        foreach (var letter in yes.Letters) yield return $"-> {letter.To} {letter.Command.GetType().Name}";
    }

    private Decision<TEvent> Decide(TState state, Step<TCommand> step, DateTimeOffset now) =>
        TRules.Decide(state, step.Command, new TurnContext(now, self, step.Actor, step.Sender, step.Name));
}
