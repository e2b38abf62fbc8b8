using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Twofold.Auditing;

namespace Twofold.Fleet;

/// <summary>A kind of grain as a host sees it: closed types hidden behind JSON.</summary>
public interface IGrainKind
{
    /// <summary>The kind's name.</summary>
    string Name { get; }

    /// <summary>The tables it fills in the index.</summary>
    ImmutableArray<IndexSchema> Tables { get; }

    /// <summary>The shapes that its stored JSON has had.</summary>
    Shapes Shapes { get; }

    /// <summary>Whether the key of a grain is the name of a person; then it is sealed wherever an event names the grain.</summary>
    bool KeyIsPerson => false;

    /// <summary>The properties of an event that are stored sealed, by the event's name in JSON.</summary>
    ImmutableArray<PersonField> PersonFields(string type) => [];

    /// <summary>Brings a grain into memory from what the store holds; null means it was never saved.</summary>
    IActivation Load(GrainId id, StoredGrain? stored, GrainRegistry registry);

    /// <summary>The rows that a stored grain has in the index; what a rebuild writes.</summary>
    ImmutableArray<IndexRow> Rows(StoredGrain stored);

    /// <summary>A command of this kind, or a judgement for a grain of this kind, as JSON.</summary>
    byte[] Encode(object command);

    /// <summary>The command that wakes a due grain, as JSON, or null.</summary>
    byte[]? EncodeWake();

    /// <summary>The command that brings a refused letter back to its sender, as JSON, or null when the kind does not care.</summary>
    byte[]? EncodeReturned(Letter letter, string code, string explanation);

    /// <summary>A command of this kind read back from JSON.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    object Decode(ReadOnlySpan<byte> command);

    /// <summary>A grain as it was, from a snapshot or from the beginning.</summary>
    IPast Past(GrainId id, StoredSnapshot? from);

    /// <summary>Whether retention may forget the body of events with this stored name.</summary>
    bool Passes(string type);

    /// <summary>The digests of the policy documents that a stored grain names.</summary>
    IEnumerable<string> Documents(StoredGrain stored);
}

/// <summary>One grain in memory. A host runs its turns one at a time and never shares it between threads.</summary>
public interface IActivation
{
    /// <summary>The version it stands at; 0 when never saved.</summary>
    long Version { get; }

    /// <summary>The head of its chain of events as it is stored.</summary>
    ReadOnlyMemory<byte> Head { get; }

    /// <summary>Computes a turn; changes nothing.</summary>
    TurnOutcome Turn(CommandEnvelope envelope, DateTimeOffset now);

    /// <summary>Takes over a turn's state once it is saved.</summary>
    void Keep(TurnOutcome outcome);

    /// <summary>What readers see.</summary>
    object? View(DateTimeOffset now);
}

/// <summary>What a turn came to.</summary>
/// <param name="Reply">The answer, once <paramref name="Write"/> is durable.</param>
/// <param name="Write">What to save; null when nothing changes.</param>
/// <param name="State">The next state, for <see cref="IActivation.Keep"/>.</param>
public sealed record TurnOutcome(Reply Reply, GrainWrite? Write, object? State);

/// <summary>The generic turn: authorise, decide, apply, and describe the write.</summary>
public sealed class GrainKind<TRules, TState, TCommand, TEvent, TView>(
    JsonTypeInfo<TState> states, JsonTypeInfo<TCommand> commands, JsonTypeInfo<TEvent> events, Keeping<TState>? keeping = null,
    bool keyIsPerson = false) : IGrainKind
    where TRules : IRules<TState, TCommand, TEvent, TView>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private readonly Keeping<TState> _keeping = keeping ?? new();

    // The names that stand in JSON: they outlive a renaming of the types, and history is asked for by them.
    private readonly FrozenDictionary<Type, string> _eventNames =
        (events.PolymorphismOptions?.DerivedTypes ?? []).ToFrozenDictionary(d => d.DerivedType, d => d.TypeDiscriminator as string ?? d.DerivedType.Name);

    private readonly FrozenDictionary<string, ImmutableArray<PersonField>> _personFields = Fleet.PersonFields.Of(events);

    /// <inheritdoc/>
    public string Name => TRules.Kind;

    /// <inheritdoc/>
    public ImmutableArray<IndexSchema> Tables => TRules.Tables;

    /// <inheritdoc/>
    public Shapes Shapes => _keeping.Shapes;

    /// <inheritdoc/>
    public bool KeyIsPerson => keyIsPerson;

    /// <inheritdoc/>
    public ImmutableArray<PersonField> PersonFields(string type) => _personFields.TryGetValue(type, out var fields) ? fields : [];

    /// <inheritdoc/>
    public IActivation Load(GrainId id, StoredGrain? stored, GrainRegistry registry) => new Activation(this, id, stored, registry);

    /// <inheritdoc/>
    public ImmutableArray<IndexRow> Rows(StoredGrain stored) => RowsOf(Read(stored), stored.Id);

    /// <inheritdoc/>
    public byte[] Encode(object command) => JsonSerializer.SerializeToUtf8Bytes(Own(command), commands);

    /// <inheritdoc/>
    public object Decode(ReadOnlySpan<byte> command) =>
        JsonSerializer.Deserialize(command, commands) ?? throw new JsonException("a command is never null");

    /// <inheritdoc/>
    public byte[]? EncodeWake() => TRules.Wake is { } wake ? Encode(wake) : null;

    /// <inheritdoc/>
    public byte[]? EncodeReturned(Letter letter, string code, string explanation) =>
        TRules.Returned(letter, code, explanation) is { } command ? Encode(command) : null;

    /// <inheritdoc/>
    public IPast Past(GrainId id, StoredSnapshot? from) => new Past<TRules, TState, TCommand, TEvent, TView>(id, from, Shapes, states, events);

    /// <inheritdoc/>
    public bool Passes(string type) => _keeping.Passing.Contains(type);

    /// <inheritdoc/>
    public IEnumerable<string> Documents(StoredGrain stored) => _keeping.Documents(Read(stored));

    private sealed class Activation(GrainKind<TRules, TState, TCommand, TEvent, TView> kind, GrainId id, StoredGrain? stored, GrainRegistry registry) : IActivation
    {
        private TState _state = stored is null ? TRules.Initial : kind.Read(stored);

        // Read with the first turn: most of what comes into memory is only looked at.
        private ReadOnlyMemory<byte> _storedLedger = stored?.Ledger ?? default;
        private TurnLedger? _ledger;

        public long Version { get; private set; } = stored?.Version ?? 0;

        public ReadOnlyMemory<byte> Head { get; private set; } = stored?.Head ?? EventChain.Start;

        public object? View(DateTimeOffset now) => TRules.View(_state, now);

        public TurnOutcome Turn(CommandEnvelope envelope, DateTimeOffset now)
        {
            if (Ledger().Knows(envelope)) return new(new Reply(Version), null, null);
            if (kind.TryDecode(envelope.Body.Span) is not { } command)
                return Refuse("command/unreadable", $"this is not a command of `{kind.Name}`");
            var needed = TRules.Needs(command, id);
            if (envelope.Sender is null && !envelope.Actor.May(needed))
                return Refuse("access/denied", $"`{envelope.Actor.Id}` lacks the capability `{needed}`");
            var context = new TurnContext(now, id, envelope.Actor, envelope.Sender, envelope.CommandId);
            return TRules.Decide(_state, command, context) switch
            {
                Decision<TEvent>.Refused no => Refuse(no.Code, no.Explanation),
                Decision<TEvent>.Accepted { Events: [], Letters: [] } when !IsRemembered(envelope) => new(new Reply(Version), null, null),
                Decision<TEvent>.Accepted yes => Accept(yes, envelope, now),
                _ => throw new InvalidOperationException("a decision is accepted or refused"),
            };
        }

        public void Keep(TurnOutcome outcome)
        {
            if (outcome is not { Write: { } write, State: Kept kept }) return;
            (_state, _ledger, Version, Head) = (kept.State, kept.Ledger, write.Grain.Version, write.Grain.Head);
        }

        /// <summary>
        /// What a person or a pipeline orders is remembered even when it changes nothing today, so that its late repetition changes nothing
        /// tomorrow. What phones and the installation say over and over is not: a check-in that changes nothing writes nothing.
        /// </summary>
        private static bool IsRemembered(CommandEnvelope envelope) =>
            envelope is { Sender: null, Actor.Kind: ActorKind.Person or ActorKind.Token };

        private TurnLedger Ledger()
        {
            _ledger ??= _storedLedger.IsEmpty ? TurnLedger.Empty : TurnLedger.Read(_storedLedger.Span);
            _storedLedger = default;
            return _ledger;
        }

        // INVARIANT: the index holds the rows of the saved state, so the difference to them is all that has to be written.
        private ImmutableArray<IndexRow> RowsNow => Version == 0 ? [] : RowsOf(_state, id);

        private TurnOutcome Refuse(string code, string explanation) => new(new Reply(Version, code, explanation), null, null);

        private TurnOutcome Accept(Decision<TEvent>.Accepted yes, CommandEnvelope envelope, DateTimeOffset now)
        {
            if (yes.Letters.Length > StoredLetter.MostPerWrite)
                throw new InvalidOperationException($"a turn sends at most {StoredLetter.MostPerWrite} letters");
            var state = yes.Events.Aggregate(_state, TRules.Apply);
            var ledger = Ledger().With(envelope);
            var version = Version + 1;
            var grain = new StoredGrain(
                id, version, JsonSerializer.SerializeToUtf8Bytes(state, kind.States), ledger.Write(), TRules.WakeAt(state), Head) { Shape = kind.Shapes.Current };
            var happened = yes.Events.Select(e => kind.Store(e, id, version, envelope, now)).ToImmutableArray();
            var letters = yes.Letters.Select((l, n) => Post(l, (version * StoredLetter.MostPerWrite) + n, envelope.Actor)).ToImmutableArray();
            var write = new GrainWrite(grain, Version, happened, letters, IndexChanges.Between(RowsNow, RowsOf(state, id)));
            return new(new Reply(version), write, new Kept(state, ledger));
        }

        private StoredLetter Post(Letter letter, long sequence, Actor actor)
        {
            var receiver = registry.Kind(letter.To.Kind);
            return new StoredLetter(id, letter.To, sequence, actor, receiver.Encode(letter.Command)) { Shape = receiver.Shapes.Current };
        }
    }

    private JsonTypeInfo<TState> States => states;

    private TState Read(StoredGrain stored) => JsonSerializer.Deserialize(Shapes.State(stored.Shape, stored.State).Span, states)!;

    private static ImmutableArray<IndexRow> RowsOf(TState state, GrainId id) =>
        TRules.Tables.IsEmpty ? [] : IndexChanges.Bounded(TRules.Tables, TRules.Rows(state, id));

    private static TCommand Own(object command) => command is Judgement judgement
        ? TRules.Judged(judgement) ?? throw new InvalidOperationException($"a `{TRules.Kind}` charges nothing, so nothing is judged")
        : (TCommand)command;

    private TCommand? TryDecode(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, commands);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The serialiser calls an object without its discriminator "not supported".
            return null;
        }
    }

    private StoredEvent Store(TEvent happened, GrainId id, long version, CommandEnvelope envelope, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(happened, events);
        var name = _eventNames.GetValueOrDefault(happened.GetType(), happened.GetType().Name);
        return new StoredEvent(0, id, version, name, now, envelope.Actor.Kind, envelope.Actor.Id, envelope.CommandId, body) { Shape = Shapes.Current };
    }

    private sealed record Kept(TState State, TurnLedger Ledger);
}
