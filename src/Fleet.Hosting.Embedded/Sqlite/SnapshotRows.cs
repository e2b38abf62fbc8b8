using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>snapshots</c>: states as they were at the end of some event.</summary>
internal sealed class SnapshotRows(SqliteConnection connection) : IDisposable
{
    private const string Columns = StoredRows.SnapshotColumns;

    // What the snapshot is the end of is the grain's last event, wherever in its history that was written.
    private readonly Statement _take = new(
        connection,
        $"""
        INSERT INTO snapshots ({Columns}) SELECT $1, $2, $3, position, at, $4, $5 FROM events
        WHERE kind = $1 AND key = $2 ORDER BY position DESC LIMIT 1 ON CONFLICT DO NOTHING
        """);

    private readonly Statement _put = new(
        connection,
        $"INSERT INTO snapshots ({Columns}, clear) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO UPDATE SET state = excluded.state, clear = 0");

    private readonly Statement _drop = new(connection, "DELETE FROM snapshots WHERE kind = $1 AND key = $2 AND position < $3");

    /// <summary>Takes a snapshot of what was just saved, when its version says so.</summary>
    public void TakeIfDue(StoredGrain grain)
    {
        if (grain.Version % IGrainHistory.SnapshotEvery != 0) return;
        _take.Run(grain.Id.Kind, grain.Id.Key, grain.Version, grain.Shape, grain.State);
    }

    /// <summary>Puts a snapshot, folded from events in which names are sealed, in the place of all older ones of its grain.</summary>
    public void PutAsOldest(StoredSnapshot s)
    {
        _put.Run(s.Id.Kind, s.Id.Key, s.Version, s.Position, s.At.UtcTicks, s.Shape, s.State);
        _drop.Run(s.Id.Kind, s.Id.Key, s.Position);
    }

    /// <summary>What is needed to see the grain as it was. Runs in one transaction, so that nothing is forgotten between its questions.</summary>
    public static StoredPast Past(SqliteConnection connection, GrainId id, Moment moment)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var from = Newest(connection, id, moment);
        var after = from?.Position ?? 0;
        var upTo = moment.At is { } at ? LastNotLater(connection, id, after, at) : moment.Position;
        return new StoredPast(from, EventRows.Between(connection, id, after, upTo, IGrainHistory.MostEvents));
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _take, _put, _drop }) statement.Dispose();
    }

    private static StoredSnapshot? Newest(SqliteConnection connection, GrainId id, Moment moment)
    {
        using var command = connection.Ask(
            $"SELECT {Columns} FROM snapshots WHERE kind = $1 AND key = $2 AND position <= $3 AND at <= $4 ORDER BY position DESC LIMIT 1",
            id.Kind, id.Key, moment.Position, moment.At?.UtcTicks ?? long.MaxValue);
        using var row = command.ExecuteReader();
        return row.Read() ? StoredRows.Snapshot(row) : null;
    }

    private static long LastNotLater(SqliteConnection connection, GrainId id, long after, DateTimeOffset at)
    {
        using var command = connection.Ask(
            """
            SELECT coalesce(max(position), 0) FROM events WHERE kind = $1 AND key = $2 AND position > $3 AND at <= $4 AND position <=
                coalesce((SELECT min(position) FROM snapshots WHERE kind = $1 AND key = $2 AND position > $3), 9223372036854775807)
            """,
            id.Kind, id.Key, after, at.UtcTicks);
        return (long)command.ExecuteScalar()!;
    }
}
