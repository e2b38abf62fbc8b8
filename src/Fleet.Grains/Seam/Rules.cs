using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>
/// A kind of grain, as pure functions. Nothing here reads a clock, logs or does I/O: <see cref="TurnContext.Now"/> is an argument,
/// effects are the events and letters of a <see cref="Decision{TEvent}"/>, saved in one write.
/// </summary>
/// <typeparam name="TState">Immutable state, folded from events.</typeparam>
/// <typeparam name="TCommand">The closed union of commands.</typeparam>
/// <typeparam name="TEvent">The closed union of events.</typeparam>
/// <typeparam name="TView">What readers see.</typeparam>
public interface IRules<TState, TCommand, TEvent, TView>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    /// <summary>The kind's name, stable for ever: it is in stored keys.</summary>
    static abstract string Kind { get; }

    /// <summary>The state of a grain that no event has touched.</summary>
    static abstract TState Initial { get; }

    /// <summary>The capability an outside party needs for the command. Letters from other grains need none.</summary>
    static abstract string Needs(TCommand command, GrainId self);

    /// <summary>Says what happens. A command that arrives again, at once or much later, decides no events.</summary>
    static abstract Decision<TEvent> Decide(TState state, TCommand command, TurnContext context);

    /// <summary>Records one event.</summary>
    static abstract TState Apply(TState state, TEvent happened);

    /// <summary>When to look again, or null. Due grains get <see cref="Wake"/>.</summary>
    static abstract DateTimeOffset? WakeAt(TState state);

    /// <summary>The command that a due deadline sends; null for kinds without deadlines.</summary>
    static abstract TCommand? Wake { get; }

    /// <summary>The command that tells the sender that its letter was refused; null when the kind does not care.</summary>
    static abstract TCommand? Returned(Letter letter, string code, string explanation);

    /// <summary>The command that brings the governor's judgement of an order; null for kinds that charge nothing.</summary>
    static virtual TCommand? Judged(Judgement judgement) => null;

    /// <summary>What readers see at <paramref name="now"/>.</summary>
    static abstract TView View(TState state, DateTimeOffset now);

    /// <summary>The tables in the index that this kind fills, often none. No other kind fills them.</summary>
    static abstract ImmutableArray<IndexSchema> Tables { get; }

    /// <summary>The grain's rows in those tables; of each table at most <see cref="IndexSchema.RowsPerGrain"/>, told apart by their parts.</summary>
    static abstract ImmutableArray<IndexRow> Rows(TState state, GrainId self);
}

/// <summary>What a rule may know beside the state.</summary>
/// <param name="Now">The time of the turn, UTC.</param>
/// <param name="Self">The grain's own name.</param>
/// <param name="Actor">Who ordered the command; for a letter, who ordered what led to it.</param>
/// <param name="Sender">The grain that sent the letter, or null for a command from outside.</param>
/// <param name="CommandId">Unique per command; the same when the command is sent again.</param>
public sealed record TurnContext(DateTimeOffset Now, GrainId Self, Actor Actor, GrainId? Sender, string CommandId);

/// <summary>The answer of <c>Decide</c>: accepted with events and letters, or refused with a stable code.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    /// <summary>What happened, possibly nothing, and what to tell other grains.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events, ImmutableArray<Letter> Letters) : Decision<TEvent>;

    /// <summary>Nothing happened, and why.</summary>
    /// <param name="Code">Stable, <c>area/reason</c>.</param>
    /// <param name="Explanation">For people; lower case, no full stop.</param>
    public sealed record Refused(string Code, string Explanation) : Decision<TEvent>;

    /// <summary>Accepted, and nothing changes.</summary>
    public static Decision<TEvent> Nothing { get; } = new Accepted([], []);

    /// <summary>Accepted with these events.</summary>
    public static Decision<TEvent> Happened(params ReadOnlySpan<TEvent> events) => new Accepted([.. events], []);

    /// <summary>Refused.</summary>
    public static Decision<TEvent> No(string code, string explanation) => new Refused(code, explanation);

    /// <summary>This decision and what another adds to it; a refusal stays as it is, and a refused addition adds nothing.</summary>
    public Decision<TEvent> And(Decision<TEvent> more) => (this, more) switch
    {
        (Accepted a, Accepted b) => new Accepted([.. a.Events, .. b.Events], [.. a.Letters, .. b.Letters]),
        _ => this,
    };

    /// <summary>The same decision with one more letter; a refusal stays as it is.</summary>
    public Decision<TEvent> Tell<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command)
        where TCommand : notnull =>
        Post(to.Id, command);

    /// <summary>The same decision with the governor's judgement for the grain that charged; a refusal stays as it is.</summary>
    public Decision<TEvent> Tell(GrainId to, Judgement judgement) => Post(to, judgement);

    private Decision<TEvent> Post(GrainId to, object command) =>
        this is Accepted accepted ? accepted with { Letters = accepted.Letters.Add(new Letter(to, command)) } : this;
}

/// <summary>A command to another grain, saved in the same write as the events that led to it.</summary>
/// <param name="To">The receiver.</param>
/// <param name="Command">One of the receiver's commands, or a <see cref="Judgement"/>.</param>
public sealed record Letter(GrainId To, object Command);
