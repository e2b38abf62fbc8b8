using System.Text;
using Npgsql;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The store on PostgreSQL keeps what every store promises, and commits in groups.</summary>
public sealed class PostgresStoreTests(PrivatePostgres postgres) : FleetStoreConformance, IClassFixture<PrivatePostgres>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task<StoreUnderTest> OpenStoreAsync(string place, GrainRegistry registry)
    {
        var options = new PostgresOptions(await postgres.DatabaseAsync(place)) { RetryFor = Soon };
        var store = await PostgresStore.OpenAsync(options, registry);
        return new StoreUnderTest(store, store, store, store, store, store.DisposeAsync);
    }

    /// <inheritdoc/>
    protected override (long Transactions, long Writes) Committed(StoreUnderTest store) => ((PostgresStore)store.Grains).Committed;

    [Fact]
    public async Task A_database_that_another_single_host_has_claimed_is_not_opened()
    {
        await OpenAsync();
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal("store/in-use", refused.Code);
    }

    [Fact]
    public async Task Several_hosts_of_a_cluster_share_a_database_and_keep_a_single_host_out()
    {
        var shared = new PostgresOptions(await postgres.DatabaseAsync(Place), Alone: false) { RetryFor = Soon };
        await using var first = await PostgresStore.OpenAsync(shared, Counter.Registry);
        await using var second = await PostgresStore.OpenAsync(shared, Counter.Registry);
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal("store/in-use", refused.Code);
    }

    [Fact]
    public async Task A_store_that_a_newer_program_wrote_is_not_opened()
    {
        await (await OpenAsync()).DisposeAsync();
        await postgres.AskAsync("INSERT INTO schema_version (step) VALUES (1000)", Path.GetFileName(Place));
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal("store/too-new", refused.Code);
    }

    [Fact]
    public async Task Several_programs_that_open_an_empty_database_at_once_make_its_tables_once()
    {
        var shared = new PostgresOptions(await postgres.DatabaseAsync(Place), Alone: false);
        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostgresStore.OpenAsync(shared, Counter.Registry)));
        var saved = await Task.WhenAll(stores.Select((s, n) => s.SaveAsync(Writes.Of($"g{n}"), CancellationToken.None).AsTask()));
        Assert.All(saved, Assert.True);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Theory]
    [InlineData("Host=/nowhere;Username=x;Database=y;Password=swordfish", "store/unreachable")]
    [InlineData("Hosst=nowhere;Password=swordfish", "store/unusable")]
    [InlineData("swordfish", "store/unusable")]
    public async Task A_database_that_cannot_be_reached_is_named_by_a_code_and_no_secret(string connectionString, string code)
    {
        var options = new PostgresOptions(connectionString) { RetryFor = Soon };
        var refused = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(options, Counter.Registry));
        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("swordfish", $"{refused} {options}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_is_not_shown_while_an_older_transaction_may_yet_bring_one_before_it()
    {
        var opened = await OpenAsync();
        await using var older = new NpgsqlConnection(await postgres.DatabaseAsync(Place));
        await older.OpenAsync();
        await using var transaction = await older.BeginTransactionAsync();
        await RunAsync(older, "INSERT INTO documents (digest, jws) VALUES ('open', 'transaction')");
        await opened.SaveAsync(Writes.Of("b") with { Letters = [Writes.Letter("b", "a", 1000)] });
        Assert.Empty(await opened.LettersAsync());
        await RunAsync(older,
            """
            INSERT INTO letters (mark, from_kind, from_key, to_kind, to_key, sequence, actor_kind, actor_id, capabilities, body)
            VALUES (feed_start() + 1, 'counter', 'a', 'counter', 'b', 1000, 0, 'twofold', '[]', '')
            """);
        await transaction.CommitAsync();
        Assert.Equal(["counter/a#1000", "counter/b#1000"], (await opened.LettersAsync()).Select(l => l.Letter.CommandId));
    }

    [Fact]
    public async Task In_a_database_restored_into_a_new_server_new_events_and_letters_stand_above_the_old()
    {
        var before = await OpenAsync();
        await before.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000)] });
        await before.DisposeAsync();

        // As if the old server had counted a million transactions more than this one.
        var name = Path.GetFileName(Place);
        await postgres.AskAsync("UPDATE events SET position = position + (1000000::bigint << 20); UPDATE letters SET mark = mark + (1000000::bigint << 20)", name);
        var after = await OpenAsync();
        await after.SaveAsync(Writes.Of("a", 2) with { Letters = [Writes.Letter("a", "b", 2000)] });
        Assert.Equal([2L, 1], (await after.Events.ReadAsync(new EventQuery(), CancellationToken.None)).Select(e => e.Version));
        Assert.Equal([1000L, 2000], (await after.LettersAsync()).Select(l => l.Letter.Sequence));
    }

    [Fact]
    public async Task A_write_that_the_database_refuses_fails_alone()
    {
        var store = await OpenAsync();
        var good = Enumerable.Range(0, 20).Select(n => store.SaveAsync(Writes.Of($"good{n}"))).ToList();
        var failing = store.SaveAsync(Writes.Of("bad") with { Events = [Writes.Event("bad", 1, actor: "no\0text")] });
        var more = Enumerable.Range(20, 20).Select(n => store.SaveAsync(Writes.Of($"good{n}"))).ToList();
        Assert.All(await Task.WhenAll(good.Concat(more)), Assert.True);
        await Assert.ThrowsAsync<PostgresException>(() => failing);
        Assert.Null(await store.LoadAsync("bad"));
    }

    [Fact]
    public async Task A_full_writer_refuses_the_next_write_as_busy_and_nothing_of_it_is_done()
    {
        var options = new PostgresOptions(await postgres.DatabaseAsync(Place), QueueCapacity: 2, GroupSize: 1);
        await using var store = await PostgresStore.OpenAsync(options, Counter.Registry);
        var saves = Enumerable.Range(0, 100).Select(n => (Key: $"g{n}", Saved: SaveAsync(store, $"g{n}"))).ToList();
        await Task.WhenAll(saves.Select(s => s.Saved.ContinueWith(_ => { })));
        Assert.Contains(saves, s => s.Saved.Exception?.InnerException is FleetBusyException);
        foreach (var (key, saved) in saves)
            Assert.Equal(saved.IsCompletedSuccessfully, await store.LoadAsync(Counter.Ref(key).Id, CancellationToken.None) is not null);
    }

    [Fact]
    public async Task Of_an_erased_person_no_byte_is_left_in_the_table()
    {
        var store = await OpenAsync();
        var (mark, key) = (Encoding.ASCII.GetBytes("a mark of thirty-two bytes and a"), Encoding.ASCII.GetBytes("the key of a person"));
        Assert.True(await store.SaveAsync(Writes.Of("a") with { Persons = [new PersonKey("p1", mark, key), new PersonKey("p2", new byte[32], new byte[19])] }));
        Assert.True(await InTableAsync("the key of a person"));
        Assert.True(await store.Persons.ErasePersonAsync("p1", Writes.At, CancellationToken.None));
        Assert.False(await InTableAsync("the key of a person"));
        Assert.False(await InTableAsync("a mark of thirty-two bytes"));
        Assert.NotNull(await store.Persons.PersonAsync("p2", CancellationToken.None));
    }

    private async Task<bool> InTableAsync(string text)
    {
        var name = Path.GetFileName(Place);
        await postgres.AskAsync("CHECKPOINT", name);
        return await postgres.AskAsync($"SELECT position('{text}'::bytea IN pg_read_binary_file(pg_relation_filepath('person_keys'))) > 0", name) == "t";
    }

    private static async Task<bool> SaveAsync(PostgresStore store, string key) => await store.SaveAsync(Writes.Of(key), CancellationToken.None);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
