using System.Collections.Immutable;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>A second, smaller account of what a kind of grain does, written without looking at its rules.</summary>
internal abstract class Model<TCommand, TView>
{
    /// <summary>The step as it is played: what answers an order or names a version names one that there is, most of the time.</summary>
    public virtual Step<TCommand> Aim(Step<TCommand> step, int luck, DateTimeOffset now) => step;

    /// <summary>The code that the command is refused with now, or null where it is accepted; an accepted command is taken in.</summary>
    public abstract string? Take(Step<TCommand> step, DateTimeOffset now);

    /// <summary>What is wrong with the letters that an accepted command sends, or null.</summary>
    public virtual string? Wrong(ImmutableArray<Letter> letters) => null;

    /// <summary>What a reader would see that is wrong, or null.</summary>
    public abstract string? Wrong(TView view, DateTimeOffset now);
}

/// <summary>Plays random commands against the rules and against a model, and compares after every step.</summary>
internal static class ModelLaw
{
    public static void Holds<TRules, TState, TCommand, TEvent, TView>(
        GrainId self, ImmutableArray<Step<TCommand>> alphabet, Func<Model<TCommand, TView>> model, int longestPause = 1800)
        where TRules : IRules<TState, TCommand, TEvent, TView>
        where TState : class
        where TCommand : class
        where TEvent : class =>
        Law.Holds(300, 80, choices =>
        {
            var (state, now, reference) = (TRules.Initial, Sample.Start, model());
            foreach (var choice in choices)
            {
                now = now.AddSeconds(choice % longestPause);
                var step = reference.Aim(alphabet[choice % alphabet.Length], choice / alphabet.Length, now);
                var decision = TRules.Decide(state, step.Command, new TurnContext(now, self, step.Actor, step.Sender, $"c{choice}"));
                Assert.Equal((step.Name, reference.Take(step, now)), (step.Name, (decision as Decision<TEvent>.Refused)?.Code));
                if (decision is Decision<TEvent>.Accepted yes)
                {
                    Assert.Null(reference.Wrong(yes.Letters));
                    state = yes.Events.Aggregate(state, TRules.Apply);
                }

                Assert.Null(reference.Wrong(TRules.View(state, now), now));
            }
        });
}
