using Microsoft.Data.Sqlite;
using Twofold.Auditing;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Links the events that an earlier version wrote without hashes: each grain's chain starts with its first event, whoever wrote it.
/// What they say is covered from the day of the migration on, not before.
/// </summary>
internal static class OldEvents
{
    public static void Link(SqliteConnection connection)
    {
        using var events = connection.Ask(
            "SELECT position, kind, key, version, type, at, actor_kind, actor_id, command_id, body FROM events ORDER BY kind, key, position");
        using var keep = connection.Prepare("UPDATE events SET hash = $2 WHERE position = $1", 2);
        using var end = connection.Prepare("UPDATE grains SET head = $3 WHERE kind = $1 AND key = $2", 3);
        using var row = events.ExecuteReader();
        (GrainId Grain, byte[] Head)? chain = null;
        while (row.Read())
        {
            var happened = Read(row);
            if (chain is { } ended && ended.Grain != happened.Grain) End(end, ended);
            var head = chain is { } same && same.Grain == happened.Grain ? same.Head : EventChain.Start;
            chain = (happened.Grain, EventChain.Next(head.Span, happened.ToAudit()));
            keep.With(happened.Position, chain.Value.Head).ExecuteNonQuery();
        }

        if (chain is { } last) End(end, last);
    }

    private static void End(SqliteCommand end, (GrainId Grain, byte[] Head) chain) =>
        end.With(chain.Grain.Kind, chain.Grain.Key, chain.Head).ExecuteNonQuery();

    private static StoredEvent Read(SqliteDataReader row) => new(
        row.GetInt64(0), new GrainId(row.GetString(1), row.GetString(2)), row.GetInt64(3), row.GetString(4), row.Instant(5),
        (ActorKind)row.GetInt32(6), row.GetString(7), row.GetString(8), row.Blob(9));
}
