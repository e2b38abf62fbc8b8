using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Conformance;

/// <summary>What can be asked of a counter, the kind of grain that the suites use.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Name), "name")]
[JsonDerivedType(typeof(Send), "send")]
[JsonDerivedType(typeof(Refuse), "refuse")]
[JsonDerivedType(typeof(Break), "break")]
[JsonDerivedType(typeof(SetAlarm), "set-alarm")]
[JsonDerivedType(typeof(Ring), "ring")]
[JsonDerivedType(typeof(CameBack), "came-back")]
public abstract record CounterCommand
{
    private CounterCommand()
    {
    }

    /// <summary>Adds to the sum.</summary>
    public sealed record Add(long By) : CounterCommand;

    /// <summary>Gives it a name.</summary>
    public sealed record Name(string Text) : CounterCommand;

    /// <summary>Sends the command to another counter by letter.</summary>
    public sealed record Send(string To, CounterCommand Command) : CounterCommand;

    /// <summary>Is refused.</summary>
    public sealed record Refuse : CounterCommand;

    /// <summary>Makes the rule throw.</summary>
    public sealed record Break : CounterCommand;

    /// <summary>Sets the deadline.</summary>
    public sealed record SetAlarm(DateTimeOffset At) : CounterCommand;

    /// <summary>The deadline has come.</summary>
    public sealed record Ring : CounterCommand;

    /// <summary>A letter was refused.</summary>
    public sealed record CameBack(string Code) : CounterCommand;
}

/// <summary>What happens to a counter.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Added), "added")]
[JsonDerivedType(typeof(Named), "named")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(AlarmSet), "alarm-set")]
[JsonDerivedType(typeof(Rang), "rang")]
[JsonDerivedType(typeof(Returned), "returned")]
public abstract record CounterEvent
{
    private CounterEvent()
    {
    }

    /// <summary>The sum grew.</summary>
    public sealed record Added(long By) : CounterEvent;

    /// <summary>It has a name.</summary>
    public sealed record Named(string Text) : CounterEvent;

    /// <summary>A letter went out.</summary>
    public sealed record Sent(string To) : CounterEvent;

    /// <summary>There is a deadline.</summary>
    public sealed record AlarmSet(DateTimeOffset At) : CounterEvent;

    /// <summary>The deadline was met.</summary>
    public sealed record Rang(DateTimeOffset At) : CounterEvent;

    /// <summary>A letter came back.</summary>
    public sealed record Returned(string Code) : CounterEvent;
}

/// <summary>A counter's state, which is also its view.</summary>
/// <param name="Added">What was added, in order.</param>
/// <param name="Rang">When the deadlines were met.</param>
/// <param name="Returned">The codes of the letters that came back.</param>
public sealed record CounterState(
    long Sum, string? Name, ImmutableArray<long> Added, DateTimeOffset? Alarm, ImmutableArray<DateTimeOffset> Rang, ImmutableArray<string> Returned);

/// <summary>The rules of a counter. Adding needs <see cref="MayAdd"/>; everything else needs nothing but to be the installation itself.</summary>
public sealed class Counter : IRules<CounterState, CounterCommand, CounterEvent, CounterState>
{
    /// <summary>The capability to add.</summary>
    public const string MayAdd = "counter.add";

    /// <inheritdoc/>
    public static string Kind => "counter";

    /// <inheritdoc/>
    public static CounterState Initial { get; } = new(0, null, [], null, [], []);

    /// <inheritdoc/>
    public static CounterCommand? Wake { get; } = new CounterCommand.Ring();

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("counters", [new("name", IndexType.Text, Searchable: true), new("sum", IndexType.Integer), new("alarm", IndexType.Instant)])
        {
            Orders = [new("name", "sum"), new(null, "name"), new("alarm", null, Sparse: true)],
            Facets = ["name"],
        },
        new("additions", [new("counter", IndexType.Text), new("by", IndexType.Integer)]) { Orders = [new(null, "by")], RowsPerGrain = 3 },
    ];

    /// <summary>A registry with this kind only.</summary>
    public static GrainRegistry Registry { get; } = new([new GrainKind<Counter, CounterState, CounterCommand, CounterEvent, CounterState>(
        CounterJson.Default.CounterState, CounterJson.Default.CounterCommand, CounterJson.Default.CounterEvent)]);

    /// <summary>The same kind, of which retention forgets what was added.</summary>
    public static GrainRegistry Forgetful { get; } = new([new GrainKind<Counter, CounterState, CounterCommand, CounterEvent, CounterState>(
        CounterJson.Default.CounterState, CounterJson.Default.CounterCommand, CounterJson.Default.CounterEvent, new Keeping<CounterState> { Passing = ["added"] })]);

    /// <summary>The counter with this key.</summary>
    public static GrainRef<CounterCommand, CounterState> Ref(string key) => new(new GrainId(Kind, key));

    /// <inheritdoc/>
    public static string Needs(CounterCommand command, GrainId self) => command is CounterCommand.Add ? MayAdd : Capability.Internal;

    /// <inheritdoc/>
    public static Decision<CounterEvent> Decide(CounterState state, CounterCommand command, TurnContext context)
    {
        using var alone = OverlapProbe.Enter(context.Self);
        return command switch
        {
            CounterCommand.Add add => Decision<CounterEvent>.Happened(new CounterEvent.Added(add.By)),
            CounterCommand.Name name => Decision<CounterEvent>.Happened(new CounterEvent.Named(name.Text)),
            CounterCommand.Send send => Decision<CounterEvent>.Happened(new CounterEvent.Sent(send.To)).Tell(Ref(send.To), send.Command),
            CounterCommand.Refuse => Decision<CounterEvent>.No("counter/refused", "the counter was asked to refuse"),
            CounterCommand.Break => throw new InvalidOperationException("the counter was asked to break"),
            CounterCommand.SetAlarm alarm => Decision<CounterEvent>.Happened(new CounterEvent.AlarmSet(alarm.At)),
            CounterCommand.Ring when state.Alarm <= context.Now => Decision<CounterEvent>.Happened(new CounterEvent.Rang(context.Now)),
            CounterCommand.CameBack back => Decision<CounterEvent>.Happened(new CounterEvent.Returned(back.Code)),
            _ => Decision<CounterEvent>.Nothing,
        };
    }

    /// <inheritdoc/>
    public static CounterState Apply(CounterState state, CounterEvent happened) => happened switch
    {
        CounterEvent.Added added => state with { Sum = state.Sum + added.By, Added = state.Added.Add(added.By) },
        CounterEvent.Named named => state with { Name = named.Text },
        CounterEvent.AlarmSet alarm => state with { Alarm = alarm.At },
        CounterEvent.Rang rang => state with { Alarm = null, Rang = state.Rang.Add(rang.At) },
        CounterEvent.Returned returned => state with { Returned = state.Returned.Add(returned.Code) },
        _ => state,
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(CounterState state) => state.Alarm;

    /// <inheritdoc/>
    public static CounterCommand? Returned(Letter letter, string code, string explanation) => new CounterCommand.CameBack(code);

    /// <inheritdoc/>
    public static CounterState View(CounterState state, DateTimeOffset now) => state;

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(CounterState state, GrainId self) =>
    [
        new("counters", [state.Name, state.Sum, state.Alarm]),
        .. state.Added.Select((by, n) => new IndexRow("additions", [self.Key, by], $"{n}")),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CounterState))]
[JsonSerializable(typeof(CounterCommand))]
[JsonSerializable(typeof(CounterEvent))]
internal sealed partial class CounterJson : JsonSerializerContext;
