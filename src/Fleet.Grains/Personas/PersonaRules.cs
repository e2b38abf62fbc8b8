using System.Collections.Immutable;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Personas.PersonaEvent>;

namespace Twofold.Fleet.Personas;

/// <summary>
/// The rules of a persona. INVARIANT: at most one phone ever has an (incarnation, epoch): an epoch is granted once, only above every one
/// before, and only while the persona lives nowhere.
/// </summary>
public sealed class PersonaRules : IRules<PersonaState, PersonaCommand, PersonaEvent, PersonaView>
{
    // Restores after a loss begin another incarnation; nothing here does yet.
    private const long FirstIncarnation = 1;

    private PersonaRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "persona";

    /// <inheritdoc/>
    public static PersonaState Initial => PersonaState.Initial;

    /// <inheritdoc/>
    public static PersonaCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("personas",
        [
            new("phone", IndexType.Text, Searchable: true), new("slot", IndexType.Text), new("status", IndexType.Text), new("epoch", IndexType.Integer),
            new("since", IndexType.Instant), new("owner", IndexType.Text, Searchable: true),
        ])
        {
            Orders = [new(null, "since"), new("status", "since"), new("phone", "since"), new("owner", "since")],
            Facets = ["status", "slot"],
        },
    ];

    /// <inheritdoc/>
    public static string Needs(PersonaCommand command, GrainId self) => Capability.Internal;

    /// <inheritdoc/>
    public static Outcome Decide(PersonaState state, PersonaCommand command, TurnContext context) => (state.Home, command) switch
    {
        (_, PersonaCommand.Settle settle) when Knows(state, settle) => Outcome.Nothing,
        ({ } home, PersonaCommand.Settle) => Outcome.No("persona/elsewhere", $"it lives in `{home.Slot}` of phone `{home.Phone}`"),
        (null, PersonaCommand.Settle settle) when settle.Epoch <= state.Epoch =>
            Outcome.No("persona/epoch", $"epoch {settle.Epoch} was granted before"),
        (null, PersonaCommand.Settle settle) =>
            Outcome.Happened(new PersonaEvent.Settled(settle.Phone, settle.Slot, FirstIncarnation, settle.Epoch, context.Now)),
        ({ } home, PersonaCommand.Leave leave) when (home.Phone, home.Slot, home.Epoch) == (leave.Phone, leave.Slot, leave.Epoch) =>
            Outcome.Happened(new PersonaEvent.Left(leave.Epoch, context.Now)),
        (_, PersonaCommand.Leave) => Outcome.Nothing,
        (_, PersonaCommand.Own own) => own.Owner == state.Owner ? Outcome.Nothing : Outcome.Happened(new PersonaEvent.Owned(own.Owner)),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static PersonaState Apply(PersonaState state, PersonaEvent happened) => happened switch
    {
        PersonaEvent.Settled e => state with
        {
            Stays = [new(e.Phone, e.Slot, e.Incarnation, e.Epoch, e.At, null), .. state.Stays.Take(PersonaState.MaxStays - 1)],
        },
        PersonaEvent.Left e => state with { Stays = [state.Stays[0] with { Until = e.At }, .. state.Stays.Skip(1)] },
        PersonaEvent.Owned e => state with { Owner = e.Owner },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(PersonaState state) => null;

    /// <inheritdoc/>
    public static PersonaCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static PersonaView View(PersonaState state, DateTimeOffset now) =>
        new(state.Home, state.Stays.IsEmpty ? 0 : state.Stays[0].Incarnation, state.Epoch, state.Stays, state.Owner);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(PersonaState state, GrainId self) => state.Stays is not [var last, ..]
        ? []
        : [new("personas", [last.Phone, last.Slot, last.Until is null ? "lives" : "ended", last.Epoch, last.Since, state.Owner])];

    private static bool Knows(PersonaState state, PersonaCommand.Settle settle) =>
        state.Stays.Any(s => (s.Phone, s.Slot, s.Epoch) == (settle.Phone, settle.Slot, settle.Epoch));
}
