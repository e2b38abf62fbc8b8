namespace Twofold.Fleet.Rollouts;

/// <summary>The rollouts' rows in the index.</summary>
internal static class RolloutIndex
{
    public static IndexSchema Schema { get; } = new("rollouts",
    [
        new("revision", IndexType.Integer),
        new("status", IndexType.Text),
        new("open", IndexType.Text),
        new("author", IndexType.Text, Searchable: true),
        new("note", IndexType.Text, Searchable: true),
        new("began_at", IndexType.Instant),
        new("ended_at", IndexType.Instant),
    ]);

    public static IndexRow? Row(RolloutState state) => state.Start is not { } start ? null : new IndexRow(
        [start.Revision, Word(state.Status), RolloutView.Of(state).Ended ? "no" : "yes", start.Author, start.Note, start.At, state.EndedAt]);

    private static string Word(RolloutStatus status) => status switch
    {
        RolloutStatus.RollingBack => "rolling-back",
        RolloutStatus.RolledBack => "rolled-back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
