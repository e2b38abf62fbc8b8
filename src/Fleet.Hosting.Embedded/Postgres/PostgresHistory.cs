using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>The tables <c>snapshots</c> and <c>marks</c>, and what retention does to events and documents.</summary>
internal static class PostgresHistory
{
    private const string Columns = StoredRows.SnapshotColumns;
    private const string Round = "coalesce((SELECT value FROM marks WHERE name = 'document-round'), 0)";

    /// <summary>Whether a snapshot is to be taken with this write.</summary>
    public static bool IsDue(StoredGrain grain) => grain.Version % IGrainHistory.SnapshotEvery == 0;

    /// <summary>A snapshot of what was just saved; it is the end of the grain's last event, wherever in its history that was written.</summary>
    public static NpgsqlBatchCommand Take(StoredGrain grain) => PostgresSql.Command(
        $"""
        INSERT INTO snapshots ({Columns}) SELECT $1, $2, $3, position, at, $4, $5 FROM events
        WHERE kind = $1 AND key = $2 ORDER BY position DESC LIMIT 1 ON CONFLICT DO NOTHING
        """,
        grain.Id.Kind, grain.Id.Key, grain.Version, grain.Shape, grain.State.ToArray());

    public static NpgsqlBatchCommand PutDocument(string digest, string jws) => PostgresSql.Command(
        $"INSERT INTO documents (digest, jws, round) VALUES ($1, $2, {Round}) ON CONFLICT (digest) DO UPDATE SET round = excluded.round WHERE documents.round <> excluded.round",
        digest, jws);

    public static IEnumerable<NpgsqlBatchCommand> Forget(Forgetting what)
    {
        foreach (var s in what.Snapshots)
        {
            yield return PostgresSql.Command(
                $"""
                INSERT INTO snapshots ({Columns}, clear) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE)
                ON CONFLICT (kind, key, position) DO UPDATE SET state = excluded.state, clear = FALSE
                """,
                s.Id.Kind, s.Id.Key, s.Version, s.Position, s.At.UtcTicks, s.Shape, s.State.ToArray());
            yield return PostgresSql.Command("DELETE FROM snapshots WHERE kind = $1 AND key = $2 AND position < $3", s.Id.Kind, s.Id.Key, s.Position);
        }

        if (!what.Bodies.IsEmpty) yield return Bodies(what.Bodies);
        yield return SetMark(StoredRows.ForgottenMark, what.UpTo);
    }

    /// <summary>Drops every snapshot that holds names as they are. Nothing is lost with them: the events that they shorten are all there.</summary>
    public static NpgsqlBatchCommand DropClear() => PostgresSql.Command("DELETE FROM snapshots WHERE clear");

    public static NpgsqlBatchCommand SetMark(string name, long value) => PostgresSql.Command(
        "INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    public static Task<long> GetMarkAsync(NpgsqlConnection connection, string name) =>
        connection.AskAsync<long>("SELECT coalesce((SELECT value FROM marks WHERE name = $1), 0)", name);

    /// <summary>What is needed to see the grain as it was.</summary>
    public static async Task<StoredPast> PastAsync(NpgsqlConnection connection, GrainId id, Moment moment, CancellationToken cancel)
    {
        var newest = await PostgresReads.AllAsync(
            connection,
            $"SELECT {Columns} FROM snapshots WHERE kind = $1 AND key = $2 AND position <= $3 AND at <= $4 ORDER BY position DESC LIMIT 1",
            [id.Kind, id.Key, moment.Position, moment.At?.UtcTicks ?? long.MaxValue], StoredRows.Snapshot, cancel);
        var from = newest.IsEmpty ? null : newest[0];
        var after = from?.Position ?? 0;
        var upTo = moment.At is { } at ? await LastNotLaterAsync(connection, id, after, at) : moment.Position;
        var events = await PostgresReads.AllAsync(
            connection,
            $"SELECT {StoredRows.EventColumns} FROM events WHERE kind = $1 AND key = $2 AND position > $3 AND position <= $4 ORDER BY position LIMIT $5",
            [id.Kind, id.Key, after, upTo, IGrainHistory.MostEvents], StoredRows.Event, cancel);
        return new StoredPast(from, events);
    }

    private static Task<long> LastNotLaterAsync(NpgsqlConnection connection, GrainId id, long after, DateTimeOffset at) => connection.AskAsync<long>(
        """
        SELECT coalesce(max(position), 0) FROM events WHERE kind = $1 AND key = $2 AND position > $3 AND at <= $4 AND position <=
            coalesce((SELECT min(position) FROM snapshots WHERE kind = $1 AND key = $2 AND position > $3), 9223372036854775807)
        """,
        id.Kind, id.Key, after, at.UtcTicks);

    private static NpgsqlBatchCommand Bodies(ImmutableArray<(long Position, ReadOnlyMemory<byte> Digest)> bodies)
    {
        var rows = new ColumnArrays(("place", NpgsqlDbType.Bigint), ("digest", NpgsqlDbType.Bytea));
        foreach (var (position, digest) in bodies) rows.Add(position, digest.ToArray());
        return rows.Command($"UPDATE events SET body = '', forgotten = w.digest FROM {rows.From} WHERE events.position = w.place AND events.forgotten IS NULL");
    }
}
