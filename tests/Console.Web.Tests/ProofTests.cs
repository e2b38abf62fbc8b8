using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Twofold.Auditing;
using Twofold.Fleet;
using Twofold.Fleet.Erasures;
using Twofold.Fleet.Operators;
using Twofold.Protocol;
using Twofold.Web.AuditTrail;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>The history of a running console can be taken away and proved elsewhere.</summary>
public sealed class ProofTests : IAsyncLifetime
{
    private RunningConsole _console = null!;

    private string WitnessFile => Path.Combine(Path.GetDirectoryName(_console.DataFolder)!, "witness.jws");

    public async ValueTask InitializeAsync() => _console = await StartAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task An_export_verifies_with_the_public_key_and_the_witness_alone()
    {
        await EnrolAsync();
        var (export, keys) = await ExportAsync();
        var verdict = AuditVerifier.Verify(export, await WitnessAsync(), keys);
        Assert.Null(verdict.Fault);
        Assert.True(verdict.Events > 5);
        Assert.Equal(verdict.Checkpoints, verdict.Witnessed);
        Assert.DoesNotContain(export, l => l.Contains("\"ada\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erased_person_is_named_nowhere_and_the_history_still_verifies()
    {
        await EnrolAsync();
        await ExportAsync();
        var api = await _console.ApiAsync(Capability.AuditRead, Capability.PersonErase);
        Assert.Contains("\"ada\"", await api.GetStringAsync("audit?kind=phone"), StringComparison.Ordinal);
        var answer = await api.PostAsJsonAsync("audit/erasures", new { name = "Ada", reason = "asked for it" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["person"]!;
        var log = await api.GetStringAsync("audit?kind=phone");
        Assert.DoesNotContain("\"ada\"", log, StringComparison.Ordinal);
        Assert.Contains($"erased person {id}", log, StringComparison.Ordinal);
        var erasure = await _console.Fleet.ViewAsync(Refs.Erasure(id));
        Assert.Equal(ErasureStatus.Done, erasure.View.Status);
        var (export, keys) = await ExportAsync();
        Assert.Null(AuditVerifier.Verify(export, await WitnessAsync(), keys).Fault);
        Assert.Contains("key-destroyed", await api.GetStringAsync("audit?kind=erasure&key=" + id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_erase_is_refused_and_who_is_active_or_unknown_is_not_erased()
    {
        await _console.MakeOperatorAsync("eve", Role.Viewer);
        var reader = await _console.ApiAsync(Capability.AuditRead);
        Assert.Equal(403, (int)(await reader.PostAsJsonAsync("audit/erasures", new { name = "eve", reason = "r" })).StatusCode);
        var eraser = await _console.ApiAsync(Capability.PersonErase);
        Assert.Equal("person/active", await CodeAsync(eraser, "eve", "r"));
        Assert.Equal("person/unknown", await CodeAsync(eraser, "nobody", "r"));
        await _console.Fleet.AskAsync(Refs.Operator("eve"), new OperatorCommand.Disable(), Actor.System);
        Assert.Equal("erasure/reason", await CodeAsync(eraser, "eve", " "));
        Assert.Null(await CodeAsync(eraser, "eve", "r"));
        Assert.Equal("person/unknown", await CodeAsync(eraser, "eve", "r"));
    }

    [Fact]
    public async Task An_erasure_that_was_asked_for_when_the_server_died_is_done_when_it_is_back()
    {
        await EnrolAsync();
        var person = (await _console.Server.Services.GetRequiredService<PersonKeys>().FindAsync("ada", CancellationToken.None))!.Row.Id;
        Assert.Null((await _console.Fleet.AskAsync(Refs.Erasure(person), new ErasureCommand.Ask("r"), Actor.System)).Code);
        _console = await RestartAsync();
        await Eventually.TrueAsync(async () => (await _console.Fleet.ViewAsync(Refs.Erasure(person))).View.Status == ErasureStatus.Done);
        Assert.Null(await _console.Server.Services.GetRequiredService<PersonKeys>().FindAsync("ada", CancellationToken.None));
    }

    [Fact]
    public async Task What_had_happened_when_the_server_died_is_signed_when_it_is_back()
    {
        var (before, keys) = await ExportAsync();
        await EnrolAsync();
        _console = await RestartAsync();
        var (export, _) = await ExportAsync();
        Assert.Equal(before.Skip(1), export.Skip(1).Take(before.Count - 1));
        Assert.True(export.Count > before.Count);
        Assert.Null(AuditVerifier.Verify(export, await WitnessAsync(), keys).Fault);
        Assert.Equal(AuditCodes.TailCut, AuditVerifier.Verify(before, await WitnessAsync(), keys).Fault?.Code);
    }

    [Fact]
    public async Task A_checkpoint_is_due_when_enough_has_happened()
    {
        var store = _console.Server.Services.GetRequiredService<ICheckpointStore>();
        for (var n = 0; n < 3; n++) await _console.EnrolAsync($"phone {n}");
        await Eventually.TrueAsync(async () => await store.NewestCheckpointAsync(CancellationToken.None) is { Through: > 3 });
    }

    // What an enrolment sets going would be an event behind the export.
    private async Task EnrolAsync()
    {
        var phone = Refs.Phone(await _console.EnrolAsync());
        await Eventually.TrueAsync(async () => (await _console.Fleet.ViewAsync(phone)).View.Desired is { PhonePolicy: not null, Vms: [{ Policy: not null }] });
    }

    private static Task<RunningConsole> StartAsync(DirectoryInfo? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("twofold-console-");
        return RunningConsole.StartAsync(folder: folder, audit: new AuditOptions
        {
            CheckpointEvents = 4, LookEvery = TimeSpan.FromMilliseconds(20), Retry = TimeSpan.FromMilliseconds(20), WitnessFile = Path.Combine(folder.FullName, "witness.jws"),
        });
    }

    private async Task<RunningConsole> RestartAsync()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(_console.DataFolder)!);
        await _console.Server.DisposeAsync();
        return await StartAsync(folder);
    }

    private static async Task<string?> CodeAsync(HttpClient api, string name, string reason)
    {
        var answer = await api.PostAsJsonAsync("audit/erasures", new { name, reason });
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"];
    }

    private async Task<(List<string> Lines, JwsKeys Keys)> ExportAsync()
    {
        var api = await _console.ApiAsync(Capability.AuditRead);
        var proof = JsonNode.Parse(await (await api.PostAsync("audit/checkpoints", null)).Content.ReadAsStringAsync())!;
        var export = (await api.GetStringAsync("audit/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. export], AuditKeys.Read((string)proof["key"]!["pem"]!).Value!);
    }

    private async Task<List<string>> WitnessAsync()
    {
        var store = _console.Server.Services.GetRequiredService<ICheckpointStore>();
        await Eventually.TrueAsync(async () =>
            await store.WitnessedAsync("file", CancellationToken.None) == (await store.NewestCheckpointAsync(CancellationToken.None))!.Number);
        return [.. File.ReadLines(WitnessFile)];
    }
}
