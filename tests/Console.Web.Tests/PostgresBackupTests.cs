using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Twofold.Auditing;
using Twofold.Fleet;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.Phones;
using Twofold.Web.Backups;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;
using Eventually = Twofold.Web.Tests.Running.Eventually;

namespace Twofold.Web.Tests;

/// <summary>A backup of a fleet in PostgreSQL is the same archive: made beside the running console, restored into an empty database or not at all.</summary>
public sealed class PostgresBackupTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private const string Passphrase = "four quiet lanterns drift";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("twofold-pg-backup-");
    private RunningConsole? _console;

    private RunningConsole Running => _console!;

    private string Archive => Path.Combine(_place.FullName, "backup.twofold");

    private string Backups => Path.Combine(_place.FullName, "backups");

    private string PassphrasePath => Path.Combine(_place.FullName, "passphrase");

    private DirectoryInfo Restored => new(Path.Combine(_place.FullName, "restored"));

    private string RestoredData => Path.Combine(Restored.FullName, "server");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PassphrasePath, Passphrase);
        _console = await StartAsync("source");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_under_load_restores_everything_acknowledged_before_it_with_the_same_keys_and_chains_that_hold()
    {
        var phone = await Running.EnrolAsync();
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var load = Task.Run(async () =>
        {
            for (var n = 1; !stop.IsCancellationRequested; n++)
            {
                Assert.True((await DescribeAsync(phone, $"name {n}")).Ok);
                Volatile.Write(ref acknowledged, n);
            }
        });
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) > 20));
        var before = Volatile.Read(ref acknowledged);
        var manifest = await MakeAsync();
        await stop.CancelAsync();
        await load;
        var root = Running.Server.Services.GetRequiredService<OrganisationAuthority>().RootFingerprint;

        await RestoreAsync();
        await using var again = await StartAsync("target", Restored);
        var name = (await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Name;
        Assert.True(int.Parse(name["name ".Length..]) >= before, $"`{name}` is older than the backup, which began after {before}");
        Assert.Equal(root, again.Server.Services.GetRequiredService<OrganisationAuthority>().RootFingerprint);
        Assert.Equal(("postgres", true), (manifest.Store, manifest.Files.Any(f => f.Path == "postgres/events")));
        Assert.False(Directory.Exists(Path.Combine(RestoredData, "postgres")));
        await ChainsHoldAsync(again.Server.Services.GetRequiredService<IFleetStore>());
    }

    [Fact]
    public async Task A_restored_server_counts_the_most_that_can_have_been_and_a_phone_that_is_newer_waits_for_a_person()
    {
        var phone = await Running.EnrolAsync();
        await MakeAsync();
        for (var n = 0; n < 3; n++) await SetPoliciesAsync(phone, n + 1);
        var newer = (await Running.Fleet.ViewAsync(Refs.Phone(phone))).View.Desired.Version;
        await RestoreAsync();
        await using var again = await StartAsync("target", Restored);
        Assert.True((await again.Fleet.ViewAsync(Refs.Phone(phone))).View.HasForgotten);
        Assert.NotNull((await again.Fleet.ViewAsync(Refs.Governor)).View.UnknownUntil);
        Assert.Null(await again.Server.Services.GetRequiredService<IFleetStore>().RestoredAtAsync(CancellationToken.None));
        var hello = new PhoneCommand.Connected("s1", "agent", "fake", 1, [], newer);
        Assert.True((await again.Fleet.AskAsync(Refs.Phone(phone), hello, Actor.Phone(phone))).Ok);
        Assert.True((await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Conflict);
    }

    [Fact]
    public async Task A_backup_over_the_api_is_restored_by_the_verb_which_needs_the_database_for_itself()
    {
        var phone = await Running.EnrolAsync("kept");
        using var api = await Running.ApiAsync(Capability.BackupMake);
        var asked = await api.PostAsync("backups", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        JsonNode made = null!;
        await Eventually.TrueAsync(async () =>
            (string?)(made = JsonNode.Parse(await api.GetStringAsync("backups"))!["items"]![0]!)["status"] != "running");
        Assert.Equal(("made", null), ((string?)made["status"], (string?)made["code"]));
        var archive = Path.Combine(Backups, (string)made["file"]!);

        Assert.Equal(2, await VerbAsync("restore", archive, "--postgres-file", await FileAsync("source")));
        Assert.Equal(0, await VerbAsync("restore", archive, "--postgres-file", await FileAsync("target")));
        await using var again = await StartAsync("target", Restored);
        Assert.Equal("kept", (await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Name);
        Assert.Equal(2, await VerbAsync("restore", archive));
        Assert.Equal(0, await VerbAsync("backup", "--to", Archive, "--postgres-file", await FileAsync("target")));
        Assert.Equal(2, await VerbAsync("backup", "--to", Archive, "--postgres-file", Path.Combine(_place.FullName, "nowhere")));
    }

    [Theory]
    [InlineData(0, "backup/unreadable")]
    [InlineData(60, "backup/sealed")]
    [InlineData(-1, "backup/cut")]
    public async Task A_changed_byte_or_a_missing_end_leaves_the_database_and_the_folder_empty(int at, string code)
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(Archive);
        if (at < 0) bytes = bytes[..^200];
        else bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes);
        Assert.Equal(code, (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync())).Code);
        await NothingAsync();
    }

    [Fact]
    public async Task A_restore_that_is_killed_half_way_leaves_the_database_empty_and_is_done_again()
    {
        await MakeAsync();
        Restored.Create();
        await using (var other = new NpgsqlConnection(await ConnectionAsync("target")))
        {
            // The restore wants this name after the rows are in, and waits for whoever made it.
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await RunAsync(other, "CREATE TABLE ix_phones (id INTEGER)");
            await KilledAsync(await FileAsync("target"));
        }

        Assert.False(Directory.Exists(RestoredData));
        await PostgresRestore.EnsureEmptyAsync(await OptionsAsync("target"));
        await RestoreAsync();
        Assert.True(File.Exists(Path.Combine(RestoredData, "trust", "signing.key")));
        Assert.Equal([RestoredData], Directory.GetFileSystemEntries(Restored.FullName));
    }

    [Fact]
    public async Task When_the_database_goes_away_at_the_commit_nobody_claims_to_know_what_it_kept()
    {
        var folder = _place.CreateSubdirectory("copy").FullName;
        await new KeptPostgres(await OptionsAsync("source"), Running.DataFolder).CopyAsync(folder, _ => { }, CancellationToken.None);
        var target = new KeptPostgres(await OptionsAsync("target"), RestoredData);
        var fault = await Assert.ThrowsAsync<BackupException>(() => target.RestoreAsync(folder, DateTimeOffset.UtcNow, _ => { }, Kill));
        Assert.Equal("backup/unsure", fault.Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder));

        void Kill() => postgres.AskAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_place.Name}-target'").GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_database_with_a_fleet_and_one_of_another_kind_are_left_alone()
    {
        await MakeAsync();
        Assert.Equal("backup/other-store", (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(new KeptSqlite(RestoredData)))).Code);
        await using (await StartAsync("taken", new DirectoryInfo(Path.Combine(_place.FullName, "taken"))))
        {
            Assert.Equal("store/in-use", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync("taken"))).Code);
        }

        Assert.Equal("backup/not-empty", (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync("taken"))).Code);
        await NothingAsync();
    }

    [Fact]
    public async Task A_backup_of_a_file_is_not_restored_into_PostgreSQL()
    {
        await using var file = await RunningConsole.StartAsync();
        await new BackupWriter(file.DataFolder, new KeptSqlite(file.DataFolder), TimeProvider.System, Quiet).WriteAsync(Archive, Passphrase, CancellationToken.None);
        Assert.Equal("backup/other-store", (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync())).Code);
        await NothingAsync();
    }

    [Fact]
    public async Task Neither_rows_without_keys_nor_keys_without_rows_are_a_backup()
    {
        var elsewhere = _place.CreateSubdirectory("elsewhere").FullName;
        var rows = new KeptPostgres(await OptionsAsync("source"), elsewhere);
        Assert.Equal("backup/no-data", (await Assert.ThrowsAsync<BackupException>(() => MakeAsync(rows))).Code);
        var keys = new KeptPostgres(await OptionsAsync("target"), Running.DataFolder);
        Assert.Equal("backup/no-data", (await Assert.ThrowsAsync<BackupException>(() => MakeAsync(keys))).Code);
        Assert.False(File.Exists(Archive) || Directory.Exists($"{Archive}.work"));
    }

    private static void Quiet(string what, double part)
    {
    }

    private static async Task ChainsHoldAsync(IFleetStore store)
    {
        var heads = new Dictionary<GrainId, ReadOnlyMemory<byte>>();
        for (var after = 0L; await store.FeedAsync(after, 200, CancellationToken.None) is { IsEmpty: false } page; after = page[^1].Position)
        {
            foreach (var happened in page)
            {
                var head = heads.GetValueOrDefault(happened.Grain, EventChain.Start);
                Assert.Equal(EventChain.Next(head.Span, happened.ToAudit()), happened.Hash.ToArray());
                heads[happened.Grain] = happened.Hash;
            }
        }

        Assert.True(heads.Count > 3);
    }

    private Task<Reply> DescribeAsync(string phone, string name) => Running.Fleet.AskAsync(
        Refs.Phone(phone), new PhoneCommand.Describe(name, "ada", ImmutableSortedDictionary<string, string>.Empty), Actor.System);

    private async Task SetPoliciesAsync(string phone, long revision) => Assert.True((await Running.Fleet.AskAsync(
        Refs.Phone(phone), new PhoneCommand.SetPolicies(100 + revision, $"{revision}", ImmutableSortedDictionary<string, string>.Empty), Actor.System)).Ok);

    // A database belongs to one test: its name begins with that of the test's folder.
    private async Task<string> ConnectionAsync(string database) => await postgres.DatabaseAsync($"{_place.FullName}-{database}");

    private async Task<PostgresOptions> OptionsAsync(string database) => new(await ConnectionAsync(database));

    private async Task<string> FileAsync(string database)
    {
        var file = Path.Combine(_place.FullName, $"postgres-{database}");
        await File.WriteAllTextAsync(file, await ConnectionAsync(database) + "\n");
        return file;
    }

    private async Task<RunningConsole> StartAsync(string database, DirectoryInfo? folder = null)
    {
        var file = await FileAsync(database);
        return await RunningConsole.StartAsync(
            folder: folder, options: o => o with { PostgresFile = file, BackupFolder = Backups, BackupPassphraseFile = PassphrasePath });
    }

    private async Task<Manifest> MakeAsync(IKeptDatabase? database = null) =>
        await new BackupWriter(Running.DataFolder, database ?? new KeptPostgres(await OptionsAsync("source"), Running.DataFolder), TimeProvider.System, Quiet)
            .WriteAsync(Archive, Passphrase, CancellationToken.None);

    private async Task RestoreAsync(string database = "target") => await RestoreAsync(new KeptPostgres(await OptionsAsync(database), RestoredData));

    private async Task RestoreAsync(IKeptDatabase database)
    {
        Restored.Create();
        await new BackupReader(database, TimeProvider.System, Quiet).RestoreAsync(Archive, Passphrase, RestoredData);
    }

    private Task<int?> VerbAsync(string verb, params string[] rest)
    {
        Restored.Create();
        var data = verb == "restore" ? RestoredData : Running.DataFolder;
        return BackupVerbs.RunAsync([verb, .. rest, "--data", data, "--passphrase-file", PassphrasePath]);
    }

    private async Task KilledAsync(string file)
    {
        string[] arguments =
            [typeof(BackupVerbs).Assembly.Location, "restore", Archive, "--data", RestoredData, "--passphrase-file", PassphrasePath, "--postgres-file", file];
        using var restore = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var waiting = $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_place.Name}-target' AND wait_event_type = 'Lock'";
        await Eventually.TrueAsync(async () => await postgres.AskAsync(waiting) == "1");
        restore.Kill();
        await restore.WaitForExitAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task NothingAsync()
    {
        await PostgresRestore.EnsureEmptyAsync(await OptionsAsync("target"));
        Assert.Empty(Restored.Exists ? Restored.GetFileSystemInfos() : []);
    }
}
