using System.Net;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Backups;
using Twofold.Fleet.Operators;
using Twofold.Web.Backups;
using Twofold.Web.Composition;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>Backups that are asked for over the API: where the console was told to put them, and nowhere else.</summary>
public sealed class BackupApiTests : IDisposable
{
    private const string Passphrase = "four quiet lanterns drift";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("twofold-backups-");

    private string Folder => Path.Combine(_place.FullName, "backups");

    private string PassphrasePath => Path.Combine(_place.FullName, "passphrase");

    /// <inheritdoc/>
    public void Dispose() => _place.Delete(recursive: true);

    [Fact]
    public async Task A_backup_over_the_api_stands_in_the_folder_of_the_console_and_restores_what_was_there()
    {
        await using var console = await StartAsync();
        var phone = await console.EnrolAsync("kept");
        using var api = await console.ApiAsync(Capability.BackupMake);
        var asked = await api.PostAsync("backups", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var made = await EndedAsync(api, Id(await asked.Content.ReadAsStringAsync()));
        Assert.Equal("made", (string?)made["status"]);
        var archive = Path.Combine(Folder, (string)made["file"]!);
        Assert.Equal((new FileInfo(archive).Length, UnixFileMode.UserRead | UnixFileMode.UserWrite), ((long)made["bytes"]!, File.GetUnixFileMode(archive)));

        var restored = new DirectoryInfo(Path.Combine(_place.FullName, "restored"));
        var data = Path.Combine(restored.FullName, "server");
        await new BackupReader(new KeptSqlite(data), TimeProvider.System, (_, _) => { }).RestoreAsync(archive, Passphrase, data);
        await using var again = await RunningConsole.StartAsync(folder: restored);
        Assert.Equal("kept", (await again.Fleet.ViewAsync(Refs.Phone(phone))).View.Name);
    }

    [Fact]
    public async Task Who_asked_and_what_became_of_it_stands_in_the_audit_and_no_path_and_no_passphrase_does()
    {
        await using var console = await StartAsync();
        var desk = await console.DeskOfAsync("keeper", Role.Owner);
        var id = (await desk.Backups.MakeAsync()).Value!.Id;
        await Eventually.TrueAsync(async () => (await desk.Backups.ListAsync()).Value!.Recent is [{ Status: BackupStatus.Made }]);
        var entries = (await desk.Audit.ReadAsync(new EventQuery(Kind: "backup"))).Value;
        Assert.Equal(["made", "asked"], entries.Select(e => e.Type));
        Assert.Equal(("keeper", id), (entries[1].ActorId, (string?)entries[1].Facts["id"]));
        Assert.DoesNotContain(entries, e => e.Facts.ToJsonString().Contains(_place.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(Passphrase, console.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_made_at_a_time_and_one_that_a_stopped_console_did_not_finish_has_failed()
    {
        var console = await StartAsync();
        var reply = await console.Fleet.AskAsync(Refs.Backups, new BackupCommand.Ask("begun-before"), Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
        var desk = await console.DeskOfAsync("keeper", Role.Owner);
        Assert.Equal("backup/running", (await desk.Backups.MakeAsync()).Refusal?.Code);
        await using var again = await console.RestartAsync();
        var recent = (await again.Fleet.ViewAsync(Refs.Backups)).View.Recent;
        Assert.Equal(("begun-before", BackupStatus.Failed, "backup/stopped"), (recent[0].Id, recent[0].Status, recent[0].Code));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_sealed_has_failed_with_its_code_and_leaves_nothing()
    {
        await using var console = await StartAsync();
        File.Delete(PassphrasePath);
        using var api = await console.ApiAsync(Capability.BackupMake);
        var failed = await EndedAsync(api, Id(await (await api.PostAsync("backups", null)).Content.ReadAsStringAsync()));
        Assert.Equal(("failed", "backup/passphrase"), ((string?)failed["status"], (string?)failed["code"]));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_console_that_was_told_no_folder_makes_none()
    {
        await using var console = await RunningConsole.StartAsync();
        var desk = await console.DeskOfAsync("keeper", Role.Owner);
        Assert.Equal("backup/no-folder", (await desk.Backups.MakeAsync()).Refusal?.Code);
        Assert.Empty((await desk.Backups.ListAsync()).Value!.Recent);
        Assert.Equal("console/bad-value", ConsoleOptions.Read(["--backup-dir", Folder]).Refusal?.Code);
    }

    [Fact]
    public async Task Only_an_owner_and_a_token_with_the_right_make_one()
    {
        await using var console = await StartAsync();
        var admin = await console.DeskOfAsync("admin", Role.Admin);
        Assert.Equal("access/denied", (await admin.Backups.MakeAsync()).Refusal?.Code);
        Assert.Equal("access/denied", (await admin.Backups.ListAsync()).Refusal?.Code);
    }

    private async Task<RunningConsole> StartAsync()
    {
        await File.WriteAllTextAsync(PassphrasePath, Passphrase);
        return await RunningConsole.StartAsync(options: o => o with { BackupFolder = Folder, BackupPassphraseFile = PassphrasePath });
    }

    private static string Id(string answer) => (string)JsonNode.Parse(answer)!["id"]!;

    private static async Task<JsonNode> EndedAsync(HttpClient api, string id)
    {
        JsonNode? found = null;
        await Eventually.TrueAsync(async () =>
        {
            found = JsonNode.Parse(await api.GetStringAsync("backups"))!["items"]!.AsArray().First(b => (string?)b!["id"] == id);
            return (string?)found!["status"] != "running";
        });
        return found!;
    }
}
