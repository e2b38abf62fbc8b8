using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Twofold.Web.Backups;
using Twofold.Web.Composition;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>A backup is made beside the running console and restores all of it, or nothing.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private const string Passphrase = "four quiet lanterns drift";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("twofold-backup-");
    private RunningConsole? _console;

    private RunningConsole Running => _console!;

    private string Archive => Path.Combine(_place.FullName, "backup.twofold");

    private DirectoryInfo Restored => new(Path.Combine(_place.FullName, "restored"));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _console = await RunningConsole.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_under_load_has_everything_acknowledged_before_it_and_the_same_keys()
    {
        var phone = await Running.EnrolAsync();
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var load = Task.Run(async () =>
        {
            for (var n = 1; !stop.IsCancellationRequested; n++)
            {
                Assert.True((await DescribeAsync(Running.Fleet, phone, $"name {n}")).Ok);
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
        await using var again = await RunningConsole.StartAsync(folder: Restored);
        var name = (await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Name;
        Assert.True(int.Parse(name["name ".Length..]) >= before, $"`{name}` is older than the backup, which began after {before}");
        Assert.Equal(root, again.Server.Services.GetRequiredService<OrganisationAuthority>().RootFingerprint);
        Assert.Contains(manifest.Files, f => f.Path.StartsWith("keys/", StringComparison.Ordinal));
        Assert.Contains(manifest.Files, f => f.Path == "trust/signing.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
    }

    [Fact]
    public async Task The_index_of_a_restored_console_is_what_a_rebuild_makes_of_it()
    {
        await Running.EnrolAsync();
        await MakeAsync();
        await RestoreAsync();
        await using var store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(RestoredData, "fleet.db")), FleetKinds.All);
        var before = await store.QueryAsync(new IndexQuery("phones", []), CancellationToken.None);
        await store.RebuildIndexAsync(CancellationToken.None);
        var after = await store.QueryAsync(new IndexQuery("phones", []), CancellationToken.None);
        Assert.Equal(before.Items.Select(Shown), after.Items.Select(Shown));
        Assert.Single(before.Items);
    }

    [Fact]
    public async Task A_phone_that_is_newer_than_the_restored_server_waits_for_a_person()
    {
        var phone = await Running.EnrolAsync();
        await MakeAsync();
        for (var n = 0; n < 3; n++) await SetPoliciesAsync(Running.Fleet, phone, n + 1);
        var newer = (await Running.Fleet.ViewAsync(Refs.Phone(phone))).View.Desired.Version;
        await RestoreAsync();
        await using var again = await RunningConsole.StartAsync(folder: Restored);
        var hello = new PhoneCommand.Connected("s1", "agent", "fake", 1, [], newer);
        Assert.True((await again.Fleet.AskAsync(Refs.Phone(phone), hello, Actor.Phone(phone))).Ok);
        Assert.True((await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Conflict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(-1)]
    public async Task A_changed_byte_or_a_missing_end_is_noticed_and_nothing_is_restored(int at)
    {
        await MakeAsync();
        var bytes = File.ReadAllBytes(Archive);
        if (at < 0) bytes = bytes[..^200];
        else bytes[at] ^= 1;
        File.WriteAllBytes(Archive, bytes);
        var fault = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync());
        Assert.Equal(at switch { 0 => "backup/unreadable", < 0 => "backup/cut", _ => "backup/sealed" }, fault.Code);
        Assert.False(Restored.Exists && Restored.EnumerateFileSystemInfos().Any());
    }

    [Fact]
    public void A_chunk_left_out_at_the_end_is_a_cut()
    {
        using var archive = new MemoryStream();
        using (var seal = ArchiveSeal.Begin(archive, Passphrase))
        {
            seal.Write(archive, new byte[10], last: false);
            seal.Write(archive, new byte[10], last: true);
        }

        archive.SetLength(archive.Length - (4 + 10 + 16));
        archive.Position = 0;
        using var opened = ArchiveSeal.Open(archive, Passphrase);
        using var opening = new OpeningStream(archive, opened);
        Assert.Equal("backup/cut", Assert.Throws<BackupException>(opening.Finish).Code);
    }

    [Fact]
    public async Task Another_passphrase_opens_nothing()
    {
        await MakeAsync();
        var fault = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync("another passphrase"));
        Assert.Equal("backup/sealed", fault.Code);
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone()
    {
        await MakeAsync();
        var fault = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(data: Running.DataFolder));
        Assert.Equal("backup/not-empty", fault.Code);
        Assert.True(File.Exists(Path.Combine(Running.DataFolder, "fleet.db")));
    }

    [Fact]
    public async Task An_archive_that_is_there_already_is_not_written_over()
    {
        await MakeAsync();
        var before = File.ReadAllBytes(Archive);
        Assert.Equal("backup/exists", (await Assert.ThrowsAsync<BackupException>(MakeAsync)).Code);
        Assert.Equal(before, File.ReadAllBytes(Archive));
        Assert.Equal([Archive], Directory.GetFileSystemEntries(_place.FullName));
    }

    private string RestoredData => Path.Combine(Restored.FullName, "server");

    private static string Shown(IndexItem item) => string.Join('|', item.Values.Select(v => $"{v.Key}={v.Value}"));

    private static void Quiet(string what, double part)
    {
    }

    private static Task<Reply> DescribeAsync(IFleet fleet, string phone, string name) => fleet.AskAsync(
        Refs.Phone(phone), new PhoneCommand.Describe(name, "ada", ImmutableSortedDictionary<string, string>.Empty), Actor.System);

    private static async Task SetPoliciesAsync(IFleet fleet, string phone, long revision) => Assert.True((await fleet.AskAsync(
        Refs.Phone(phone), new PhoneCommand.SetPolicies(100 + revision, $"{revision}", ImmutableSortedDictionary<string, string>.Empty), Actor.System)).Ok);

    private async Task<Manifest> MakeAsync()
    {
        Directory.CreateDirectory(_place.FullName);
        var writer = new BackupWriter(Running.DataFolder, new KeptSqlite(Running.DataFolder), TimeProvider.System, Quiet);
        return await writer.WriteAsync(Archive, Passphrase, CancellationToken.None);
    }

    private Task<Manifest> RestoreAsync(string passphrase = Passphrase, string? data = null) =>
        new BackupReader(new KeptSqlite(RestoredData), TimeProvider.System, Quiet).RestoreAsync(Archive, passphrase, data ?? RestoredData);
}
