using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>events</c>: the history, only ever added to.</summary>
internal sealed class EventRows(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _insert = connection.Prepare(
        "INSERT INTO events (kind, key, version, type, at, actor_kind, actor_id, command_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", 9);

    public void Add(StoredEvent happened) => _insert.With(
        happened.Grain.Kind, happened.Grain.Key, happened.Version, happened.Type, happened.At.UtcTicks,
        (int)happened.ActorKind, happened.ActorId, happened.CommandId, happened.Body.ToArray()).ExecuteNonQuery();

    /// <summary>Newest first.</summary>
    public static ImmutableArray<StoredEvent> Read(SqliteConnection connection, EventQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT position, kind, key, version, type, at, actor_kind, actor_id, command_id, body FROM events {Path(query)}
            WHERE {string.Join(" AND ", Conditions(command, query))} ORDER BY position DESC LIMIT $take
            """;
        command.Parameters.AddWithValue("$take", query.Take);
        using var row = command.ExecuteReader();
        var events = ImmutableArray.CreateBuilder<StoredEvent>();
        while (row.Read()) events.Add(Read(row));
        return events.DrainToImmutable();
    }

    public void Dispose() => _insert.Dispose();

    // Phones write most of the history; without this the few events of people would be looked for among all of them.
    private static string Path(EventQuery query) =>
        query is { WithoutPhones: true, Key: null, Actor: null } ? "INDEXED BY events_without_phones" : "";

    private static List<string> Conditions(SqliteCommand command, EventQuery query)
    {
        var conditions = new List<string>();
        Add("position < $before", "$before", query.Before);

        // A kind alone has too many events to sort: the sign keeps its index out, so that they are met newest first.
        Add(query.Key is null ? "+kind = $kind" : "kind = $kind", "$kind", query.Kind);
        Add("key = $key", "$key", query.Key);
        Add("actor_id = $actor", "$actor", query.Actor);
        Add("type = $type", "$type", query.Type);

        // Written out, because SQLite uses a partial index only for the very condition it was made with.
        if (query.WithoutPhones) conditions.Add("actor_kind <> 3");
        return conditions;

        void Add(string condition, string name, object? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, value);
        }
    }

    private static StoredEvent Read(SqliteDataReader row) => new(
        row.GetInt64(0), new GrainId(row.GetString(1), row.GetString(2)), row.GetInt64(3), row.GetString(4), row.Instant(5),
        (ActorKind)row.GetInt32(6), row.GetString(7), row.GetString(8), row.Blob(9));
}
