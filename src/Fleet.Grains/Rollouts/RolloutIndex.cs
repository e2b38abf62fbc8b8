using System.Collections.Immutable;

namespace Twofold.Fleet.Rollouts;

/// <summary>The rollouts' rows in the index.</summary>
internal static class RolloutIndex
{
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("rollouts", Columns) { Orders = [new(null, "revision"), new("open", null)], Facets = ["status"] },
    ];

    private static ImmutableArray<IndexColumn> Columns =>
    [
        new("revision", IndexType.Integer),
        new("status", IndexType.Text),
        new("open", IndexType.Text),
        new("author", IndexType.Text, Searchable: true),
        new("note", IndexType.Text, Searchable: true),
        new("began_at", IndexType.Instant),
        new("ended_at", IndexType.Instant),
    ];

    public static ImmutableArray<IndexRow> Rows(RolloutState state) => state.Start is not { } start ? [] :
    [
        new("rollouts", [start.Revision, Word(state.Status), RolloutView.Of(state).Ended ? "no" : "yes", start.Author, start.Note, start.At, state.EndedAt]),
    ];

    private static string Word(RolloutStatus status) => status switch
    {
        RolloutStatus.RollingBack => "rolling-back",
        RolloutStatus.RolledBack => "rolled-back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
