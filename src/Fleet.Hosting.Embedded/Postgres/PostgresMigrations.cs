using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The tables, brought up to date step by step, all in one transaction and one program at a time. Instants are UTC ticks; text compares by
/// its bytes; a released step is never edited, a new one is added.
/// <para>
/// Marks of letters and positions of events are made of the transaction's number and the row's number within it. A transaction gets its
/// number before it writes anything, and the numbers only grow, so what is below the oldest open transaction is complete for ever; a
/// sequence would be handed out in one order and committed in another. <c>feed.base</c> is added to the transaction's number: in a
/// database that was restored into a new server, whose transactions are counted from the start again, it lifts new rows above old ones.
/// </para>
/// </summary>
internal static class PostgresMigrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE grains (
            kind TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, state BYTEA NOT NULL, ledger BYTEA NOT NULL,
            wake_at BIGINT, head BYTEA NOT NULL, PRIMARY KEY (kind, key)) WITH (fillfactor = 80);
        CREATE INDEX grains_due ON grains (wake_at, kind, key) WHERE wake_at IS NOT NULL;

        CREATE TABLE events (
            position BIGINT PRIMARY KEY, kind TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL,
            type TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT COLLATE "C" NOT NULL,
            command_id TEXT COLLATE "C" NOT NULL, body BYTEA NOT NULL, hash BYTEA NOT NULL);
        CREATE INDEX events_by_grain ON events (kind, key, position);
        CREATE INDEX events_by_actor ON events (actor_id, position);
        CREATE INDEX events_without_phones ON events (position) WHERE actor_kind <> 3;

        CREATE TABLE letters (
            mark BIGINT PRIMARY KEY, from_kind TEXT COLLATE "C" NOT NULL, from_key TEXT COLLATE "C" NOT NULL, to_kind TEXT COLLATE "C" NOT NULL,
            to_key TEXT COLLATE "C" NOT NULL, sequence BIGINT NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL,
            capabilities TEXT NOT NULL, on_behalf_of TEXT, body BYTEA NOT NULL, refused_code TEXT, refused_explanation TEXT,
            UNIQUE (from_kind, from_key, sequence));

        CREATE TABLE parked_letters (
            mark BIGINT NOT NULL, from_kind TEXT COLLATE "C" NOT NULL, from_key TEXT COLLATE "C" NOT NULL, to_kind TEXT COLLATE "C" NOT NULL,
            to_key TEXT COLLATE "C" NOT NULL, sequence BIGINT NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL,
            capabilities TEXT NOT NULL, on_behalf_of TEXT, body BYTEA NOT NULL, refused_code TEXT, refused_explanation TEXT,
            reason TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (from_kind, from_key, sequence));
        CREATE INDEX parked_letters_by_mark ON parked_letters (mark);

        CREATE TABLE documents (digest TEXT COLLATE "C" PRIMARY KEY, jws TEXT NOT NULL);

        CREATE TABLE person_keys (id TEXT COLLATE "C" PRIMARY KEY, mark BYTEA UNIQUE, key BYTEA, erased_at BIGINT);
        CREATE TABLE checkpoints (number BIGINT PRIMARY KEY, at BIGINT NOT NULL, after BIGINT NOT NULL, through BIGINT NOT NULL, jws TEXT NOT NULL);
        CREATE TABLE witnesses (name TEXT COLLATE "C" PRIMARY KEY, number BIGINT NOT NULL);

        CREATE TABLE index_tables (name TEXT COLLATE "C" PRIMARY KEY, fingerprint TEXT NOT NULL);

        CREATE TABLE feed (base BIGINT NOT NULL);
        INSERT INTO feed (base) VALUES (0);
        CREATE FUNCTION feed_start() RETURNS BIGINT LANGUAGE sql VOLATILE AS
            'SELECT ((SELECT base FROM feed) + pg_current_xact_id()::text::bigint) << 20';
        CREATE FUNCTION feed_end() RETURNS BIGINT LANGUAGE sql STABLE AS
            'SELECT ((SELECT base FROM feed) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20';
        """,
        """
        ALTER TABLE grains ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE events ADD COLUMN shape INTEGER NOT NULL DEFAULT 1, ADD COLUMN forgotten BYTEA;
        ALTER TABLE letters ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE parked_letters ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE documents ADD COLUMN round BIGINT NOT NULL DEFAULT 0;

        CREATE TABLE snapshots (
            kind TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL,
            shape INTEGER NOT NULL, state BYTEA NOT NULL, PRIMARY KEY (kind, key, position));

        CREATE TABLE marks (name TEXT COLLATE "C" PRIMARY KEY, value BIGINT NOT NULL);
        """,
        """
        ALTER TABLE snapshots ADD COLUMN clear BOOLEAN NOT NULL DEFAULT TRUE;
        """,
    ];

    /// <exception cref="StoreException"><c>store/too-new</c></exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync("SELECT pg_advisory_xact_lock($1, $2)", PostgresSource.Locks, PostgresSource.MigrationLock);
        await MakeAsync(connection, upTo: 0);
        await CompleteAsync(connection, registry, schemas);
        await transaction.CommitAsync();
    }

    /// <summary>Makes the tables of an empty database as they were at a step, in the transaction of the caller.</summary>
    public static async Task MakeAsync(NpgsqlConnection connection, int upTo)
    {
        await connection.RunAsync("CREATE TABLE IF NOT EXISTS schema_version (step INTEGER PRIMARY KEY)");
        for (var step = 1; step <= upTo; step++) await ApplyAsync(connection, step);
    }

    /// <summary>Brings the tables with what is in them up to date and fills the index tables that have changed, in the transaction of the caller.</summary>
    /// <exception cref="StoreException"><c>store/too-new</c></exception>
    public static async Task CompleteAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        var done = await DoneAsync(connection);
        EnsureKnown(done);
        for (var step = done + 1; step <= Steps.Length; step++) await ApplyAsync(connection, step);
        await LiftFeedAsync(connection);
        await PostgresIndexTables.PrepareAsync(connection, registry, schemas);
    }

    /// <summary>The step that the tables are at; they are there.</summary>
    public static Task<int> DoneAsync(NpgsqlConnection connection) => connection.AskAsync<int>("SELECT coalesce(max(step), 0) FROM schema_version");

    /// <exception cref="StoreException"><c>store/too-new</c></exception>
    public static void EnsureKnown(int step)
    {
        if (step > Steps.Length) throw new StoreException("store/too-new", $"the store is at step `{step}`, this program knows `{Steps.Length}`");
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, int step)
    {
        await connection.RunAsync(Steps[step - 1]);
        await connection.RunAsync("INSERT INTO schema_version (step) VALUES ($1)", step);
    }

    private static Task LiftFeedAsync(NpgsqlConnection connection) => connection.RunAsync(
        """
        WITH newest AS (
            SELECT greatest((SELECT max(position) FROM events), (SELECT max(mark) FROM letters), (SELECT max(mark) FROM parked_letters)) >> 20 AS number)
        UPDATE feed SET base = newest.number + 1 - pg_current_xact_id()::text::bigint FROM newest
        WHERE newest.number >= base + pg_current_xact_id()::text::bigint
        """);
}
