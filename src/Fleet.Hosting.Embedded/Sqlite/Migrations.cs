using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The tables, brought up to date step by step. Instants are UTC ticks; a released step is never edited, a new one is added.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE grains (
            kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, ledger BLOB NOT NULL, wake_at INTEGER,
            PRIMARY KEY (kind, key));
        CREATE INDEX grains_due ON grains (wake_at, kind, key) WHERE wake_at IS NOT NULL;

        CREATE TABLE events (
            position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
            at INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, command_id TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX events_by_grain ON events (kind, key);
        CREATE INDEX events_without_phones ON events (actor_id) WHERE actor_kind <> 3;

        CREATE TABLE letters (
            mark INTEGER PRIMARY KEY AUTOINCREMENT, from_kind TEXT NOT NULL, from_key TEXT NOT NULL, to_kind TEXT NOT NULL, to_key TEXT NOT NULL,
            sequence INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, capabilities TEXT NOT NULL, body BLOB NOT NULL,
            refused_code TEXT, refused_explanation TEXT,
            UNIQUE (from_kind, from_key, sequence));

        CREATE TABLE parked_letters (
            mark INTEGER PRIMARY KEY AUTOINCREMENT, from_kind TEXT NOT NULL, from_key TEXT NOT NULL, to_kind TEXT NOT NULL, to_key TEXT NOT NULL,
            sequence INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, capabilities TEXT NOT NULL, body BLOB NOT NULL,
            refused_code TEXT, refused_explanation TEXT, reason TEXT NOT NULL, at INTEGER NOT NULL,
            UNIQUE (from_kind, from_key, sequence));

        CREATE TABLE documents (digest TEXT PRIMARY KEY, jws TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE index_tables (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
        """,
        """
        DROP INDEX events_without_phones;
        CREATE INDEX events_by_actor ON events (actor_id);
        CREATE INDEX events_without_phones ON events (position) WHERE actor_kind <> 3;
        """,
        """
        ALTER TABLE letters ADD COLUMN on_behalf_of TEXT;
        ALTER TABLE parked_letters ADD COLUMN on_behalf_of TEXT;
        """,
        """
        ALTER TABLE grains ADD COLUMN head BLOB NOT NULL DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000';
        ALTER TABLE events ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
        """,
        """
        CREATE TABLE person_keys (id TEXT PRIMARY KEY, mark BLOB UNIQUE, key BLOB, erased_at INTEGER) WITHOUT ROWID;
        CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, after INTEGER NOT NULL, through INTEGER NOT NULL, jws TEXT NOT NULL);
        CREATE TABLE witnesses (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        ALTER TABLE grains ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE events ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE events ADD COLUMN forgotten BLOB;
        ALTER TABLE letters ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE parked_letters ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE documents ADD COLUMN round INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE snapshots (
            kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,
            shape INTEGER NOT NULL, state BLOB NOT NULL,
            PRIMARY KEY (kind, key, position)) WITHOUT ROWID;

        CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        ALTER TABLE snapshots ADD COLUMN clear INTEGER NOT NULL DEFAULT 1;
        """,
    ];

    /// <summary>What a step does beyond its SQL, in the same transaction.</summary>
    private static readonly Dictionary<int, Action<SqliteConnection>> Then = new()
    {
        [4] = OldEvents.Link,
    };

    public static void Apply(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (step INTEGER PRIMARY KEY)");
        var done = Done(connection);
        if (done > Steps.Length) throw new StoreException("store/too-new", $"the store is at step `{done}`, this program knows `{Steps.Length}`");
        for (var step = done + 1; step <= Steps.Length; step++) Apply(connection, step);
    }

    private static int Done(SqliteConnection connection)
    {
        using var command = connection.Ask("SELECT coalesce(max(step), 0) FROM schema_version");
        return Convert.ToInt32(command.ExecuteScalar(), provider: null);
    }

    private static void Apply(SqliteConnection connection, int step)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(Steps[step - 1]);
        if (Then.TryGetValue(step, out var more)) more(connection);
        using var note = connection.Ask("INSERT INTO schema_version (step) VALUES ($1)", step);
        note.ExecuteNonQuery();
        transaction.Commit();
    }
}
