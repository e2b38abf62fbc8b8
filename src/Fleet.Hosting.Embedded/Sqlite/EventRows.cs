using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>events</c>: the history, only ever added to.</summary>
internal sealed class EventRows(SqliteConnection connection) : IDisposable
{
    // A kind alone has too many events to sort: the sign keeps its index out, so that they are met newest first.
    private const string KindAlone = "+kind";

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO events (kind, key, version, type, at, actor_kind, actor_id, command_id, body, hash, shape) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

    private readonly Statement _forget = new(connection, "UPDATE events SET body = x'', forgotten = $2 WHERE position = $1 AND forgotten IS NULL");

    public void Add(StoredEvent happened) => _insert.Run(
        happened.Grain.Kind, happened.Grain.Key, happened.Version, happened.Type, happened.At.UtcTicks,
        (int)happened.ActorKind, happened.ActorId, happened.CommandId, happened.Body, happened.Hash, happened.Shape);

    /// <summary>Leaves of an event's body only its digest.</summary>
    public void Forget(long position, ReadOnlyMemory<byte> digest) => _forget.Run(position, digest);

    /// <exception cref="IndexException"><c>index/page-too-large</c>, <c>index/page-too-far</c></exception>
    public static EventQuestion Question(EventQuery query) => EventQuestion.Of(query, KindAlone);

    /// <summary>Newest first.</summary>
    public static ImmutableArray<StoredEvent> Read(SqliteConnection connection, EventQuestion question)
    {
        using var command = connection.Ask(
            $"""
            SELECT {StoredRows.EventColumns} FROM events {Path(question.Query)}
            WHERE {question.Where} {question.Order}
            """,
            question.Values);
        return command.ReadAll(StoredRows.Event);
    }

    /// <summary>Oldest first.</summary>
    public static ImmutableArray<FeedLink> Links(SqliteConnection connection, long after, int take)
    {
        using var command = connection.Ask($"SELECT {StoredRows.LinkColumns} FROM events WHERE position > $1 ORDER BY position LIMIT $2", after, take);
        return command.ReadAll(StoredRows.Link);
    }

    /// <summary>Oldest first.</summary>
    public static ImmutableArray<StoredEvent> Feed(SqliteConnection connection, long after, int take)
    {
        using var command = connection.Ask($"SELECT {StoredRows.EventColumns} FROM events WHERE position > $1 ORDER BY position LIMIT $2", after, take);
        return command.ReadAll(StoredRows.Event);
    }

    public static ReadOnlyMemory<byte>? LastHash(SqliteConnection connection, GrainId grain)
    {
        using var command = connection.Ask(
            "SELECT hash FROM events WHERE kind = $1 AND key = $2 ORDER BY position DESC LIMIT 1", grain.Kind, grain.Key);
        return command.ExecuteScalar() is byte[] hash ? hash : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Oldest first, of one grain, up to a position.</summary>
    public static ImmutableArray<StoredEvent> Between(SqliteConnection connection, GrainId id, long after, long upTo, int take)
    {
        using var command = connection.Ask(
            $"SELECT {StoredRows.EventColumns} FROM events WHERE kind = $1 AND key = $2 AND position > $3 AND position <= $4 ORDER BY position LIMIT $5",
            id.Kind, id.Key, after, upTo, take);
        return command.ReadAll(StoredRows.Event);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _forget.Dispose();
    }

    // Phones write most of the history; without this the few events of people would be looked for among all of them.
    private static string Path(EventQuery query) =>
        query is { WithoutPhones: true, Key: null, Actor: null } ? "INDEXED BY events_without_phones" : "";
}
