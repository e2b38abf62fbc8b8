using System.Collections.Immutable;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Erasures.ErasureEvent>;
using S = Twofold.Fleet.Erasures.ErasureStatus;

namespace Twofold.Fleet.Erasures;

/// <summary>The rules of an erasure: asked for once, then done. What it destroys is a key in the store, outside of any grain's state.</summary>
public sealed class ErasureRules : IRules<ErasureState, ErasureCommand, ErasureEvent, ErasureView>
{
    private const int LongestReason = 500;

    private ErasureRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "erasure";

    /// <inheritdoc/>
    public static ErasureState Initial => ErasureState.Initial;

    /// <inheritdoc/>
    public static ErasureCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("erasures", [new("status", IndexType.Text), new("asked_at", IndexType.Instant)]) { Facets = ["status"] },
    ];

    /// <inheritdoc/>
    public static string Needs(ErasureCommand command, GrainId self) => command is ErasureCommand.Ask ? Capability.PersonErase : Capability.Internal;

    /// <inheritdoc/>
    public static Outcome Decide(ErasureState state, ErasureCommand command, TurnContext context) => (state.Status, command) switch
    {
        (S.None, ErasureCommand.Ask { Reason.Length: 0 or > LongestReason }) => Outcome.No("erasure/reason", $"a reason has 1 to {LongestReason} characters"),
        (S.None, ErasureCommand.Ask ask) => Outcome.Happened(new ErasureEvent.Asked(ask.Reason, context.Now)),
        (S.Asked or S.Done, ErasureCommand.Ask) => Outcome.Nothing,
        (S.None, ErasureCommand.KeyGone) => Outcome.No("erasure/not-asked", $"nobody asked to erase `{context.Self.Key}`"),
        (S.Asked, ErasureCommand.KeyGone) => Outcome.Happened(new ErasureEvent.KeyDestroyed(context.Now)),
        (S.Done, ErasureCommand.KeyGone) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static ErasureState Apply(ErasureState state, ErasureEvent happened) => happened switch
    {
        ErasureEvent.Asked e => state with { AskedAt = e.At },
        ErasureEvent.KeyDestroyed e => state with { DoneAt = e.At },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(ErasureState state) => null;

    /// <inheritdoc/>
    public static ErasureCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static ErasureView View(ErasureState state, DateTimeOffset now) => new(state.Status, state.AskedAt, state.DoneAt);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(ErasureState state, GrainId self) =>
        state.AskedAt is null ? [] : [new IndexRow("erasures", [state.Status.ToString().ToLowerInvariant(), state.AskedAt])];
}
