using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Auditing;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A store from before the chains.</summary>
public sealed class OldEventTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("twofold-old-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Events_from_before_the_chains_are_linked_when_the_store_is_brought_up_to_date()
    {
        WriteOldStore();
        await using var store = await OpenAsync();
        foreach (var key in new[] { "a", "b" })
        {
            var head = EventChain.Start;
            foreach (var happened in (await store.ReadAsync(new EventQuery(Kind: Counter.Kind, Key: key), CancellationToken.None)).Reverse())
            {
                head = EventChain.Next(head.Span, happened.ToAudit());
                Assert.Equal(head.ToArray(), happened.Hash.ToArray());
            }

            Assert.NotEqual(EventChain.Start.ToArray(), head.ToArray());
            Assert.Equal(head.ToArray(), (await store.LoadAsync(Counter.Ref(key).Id, CancellationToken.None))!.Head.ToArray());
        }
    }

    // The tables at the last step before the chains, as far as they matter here.
    private void WriteOldStore()
    {
        using var raw = new SqliteConnection($"Data Source={Path.Combine(_place, "fleet.db")};Pooling=False");
        raw.Open();
        Run(raw, """
            CREATE TABLE grains (
                kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, ledger BLOB NOT NULL, wake_at INTEGER,
                PRIMARY KEY (kind, key));
            CREATE TABLE events (
                position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
                at INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, command_id TEXT NOT NULL, body BLOB NOT NULL);
            CREATE INDEX events_by_grain ON events (kind, key);
            CREATE INDEX events_by_actor ON events (actor_id);
            CREATE INDEX events_without_phones ON events (position) WHERE actor_kind <> 3;
            CREATE TABLE letters (
                mark INTEGER PRIMARY KEY AUTOINCREMENT, from_kind TEXT NOT NULL, from_key TEXT NOT NULL, to_kind TEXT NOT NULL, to_key TEXT NOT NULL,
                sequence INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, capabilities TEXT NOT NULL, body BLOB NOT NULL,
                refused_code TEXT, refused_explanation TEXT, on_behalf_of TEXT, UNIQUE (from_kind, from_key, sequence));
            CREATE TABLE parked_letters (
                mark INTEGER PRIMARY KEY AUTOINCREMENT, from_kind TEXT NOT NULL, from_key TEXT NOT NULL, to_kind TEXT NOT NULL, to_key TEXT NOT NULL,
                sequence INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_id TEXT NOT NULL, capabilities TEXT NOT NULL, body BLOB NOT NULL,
                refused_code TEXT, refused_explanation TEXT, reason TEXT NOT NULL, at INTEGER NOT NULL, on_behalf_of TEXT,
                UNIQUE (from_kind, from_key, sequence));
            CREATE TABLE documents (digest TEXT PRIMARY KEY, jws TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE index_tables (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE schema_version (step INTEGER PRIMARY KEY);
            INSERT INTO schema_version (step) VALUES (1), (2), (3);
            """);
        foreach (var (key, version) in new[] { ("a", 1L), ("b", 1L), ("a", 2L), ("a", 3L), ("b", 2L) })
        {
            var write = Writes.Of(key, version);
            var (state, ledger) = (Encoding.UTF8.GetString(write.Grain.State.Span), Encoding.UTF8.GetString(write.Grain.Ledger.Span));
            Run(raw, $"""
                INSERT INTO grains (kind, key, version, state, ledger) VALUES ('counter', '{key}', {version}, CAST('{state}' AS BLOB), CAST('{ledger}' AS BLOB))
                ON CONFLICT DO UPDATE SET version = excluded.version;
                INSERT INTO events (kind, key, version, type, at, actor_kind, actor_id, command_id, body)
                VALUES ('counter', '{key}', {version}, 'added', {Writes.At.UtcTicks}, 1, 'ada', 'c{version}', CAST('{Encoding.UTF8.GetString(write.Events[0].Body.Span)}' AS BLOB));
                """);
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "fleet.db")), Counter.Registry);
}
