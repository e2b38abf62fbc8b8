using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The store on SQLite keeps what every store promises, and commits in groups.</summary>
public sealed class SqliteStoreTests : FleetStoreConformance
{
    /// <inheritdoc/>
    protected override async Task<StoreUnderTest> OpenStoreAsync(string place, GrainRegistry registry)
    {
        var store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(place, "fleet.db")), registry);
        return new StoreUnderTest(store, store, store, store, store, store.DisposeAsync);
    }

    /// <inheritdoc/>
    protected override (long Transactions, long Writes) Committed(StoreUnderTest store) => ((SqliteStore)store.Grains).Committed;

    [Theory]
    [InlineData("robert\"); drop table grains; --")]
    [InlineData("_key")]
    [InlineData("")]
    public async Task A_column_name_that_is_not_plain_is_refused_at_the_start(string name)
    {
        var kind = new Reindexed(Counter.Registry.Kind(Counter.Kind), new IndexSchema("counters", [new(name, IndexType.Text)]));
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(new GrainRegistry([kind])));
        Assert.Equal("store/bad-index-schema", refused.Code);
    }

    [Fact]
    public async Task A_store_that_another_host_has_open_is_not_opened()
    {
        await OpenAsync();
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal("store/in-use", refused.Code);
    }

    [Fact]
    public async Task A_store_that_a_newer_program_wrote_is_not_opened()
    {
        await (await OpenAsync()).DisposeAsync();
        await using (var raw = new SqliteConnection($"Data Source={Path.Combine(Place, "fleet.db")};Pooling=False"))
        {
            raw.Open();
            await using var command = raw.CreateCommand();
            command.CommandText = "INSERT INTO schema_version (step) VALUES (1000)";
            command.ExecuteNonQuery();
        }

        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        Assert.Equal("store/too-new", refused.Code);
    }

    [Fact]
    public async Task Of_an_erased_person_no_byte_is_left_in_the_files()
    {
        var store = await OpenAsync();
        var (mark, key) = (Encoding.ASCII.GetBytes("a mark of thirty-two bytes and a"), Encoding.ASCII.GetBytes(new string('k', 150) + "the key of a person"));
        Assert.True(await store.SaveAsync(Writes.Of("a") with { Persons = [new PersonKey("p1", mark, key), new PersonKey("p2", new byte[32], new byte[150])] }));
        Assert.True(InFiles("the key of a person"));
        Assert.True(await store.Persons.ErasePersonAsync("p1", Writes.At, CancellationToken.None));
        Assert.False(InFiles("the key of a person"));
        Assert.False(InFiles("a mark of thirty-two bytes"));
        await store.DisposeAsync();
        Assert.False(InFiles("the key of a person"));
    }

    [Fact]
    public async Task A_closed_store_is_one_file_that_only_its_owner_reads()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a"));
        await store.LoadAsync("a");
        await store.DisposeAsync();
        Assert.Equal(["fleet.db", "fleet.db.lock"], Directory.GetFiles(Place).Select(Path.GetFileName).Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Place, "fleet.db")));
    }

    private bool InFiles(string text) => Directory.GetFiles(Place, "fleet.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
        .Any(f => ReadShared(f).AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
