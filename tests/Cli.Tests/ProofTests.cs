using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Twofold.Fleet;
using Twofold.Web.AuditTrail;
using Twofold.Web.Tests.Running;

namespace Twofold.Cli.Tests;

/// <summary>The audit, taken away by one process and verified by another that has no server.</summary>
public sealed class ProofTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-console-");
    private RunningConsole _console = null!;
    private string _token = "";

    private string Export => Path.Combine(_folder.FullName, "export.jsonl");

    private string Key => Path.Combine(_folder.FullName, "key.pem");

    private string Witness => Path.Combine(_folder.FullName, "witness.jws");

    public async ValueTask InitializeAsync()
    {
        var audit = new AuditOptions { CheckpointEvents = 4, LookEvery = TimeSpan.FromMilliseconds(20), WitnessFile = Witness };
        _console = await RunningConsole.StartAsync(folder: _folder, audit: audit);
        for (var n = 0; n < 3; n++) await _console.EnrolAsync($"phone {n}");
        _token = await _console.TokenAsync(Capability.AuditRead, Capability.PersonErase);
        await TakeAwayAsync();
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task What_was_exported_verifies_with_0_and_without_a_server()
    {
        var run = await VerifyAsync();
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("are as they were signed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("byte", "audit/entry-changed")]
    [InlineData("drop", "audit/entry-dropped")]
    [InlineData("swap", "audit/entry-moved")]
    [InlineData("cut", "audit/tail-cut")]
    public async Task What_was_done_to_an_export_is_named_with_8(string what, string code)
    {
        var lines = File.ReadAllLines(Export).ToList();
        var at = lines.Index().First(l => l.Index > 4 && IsEvent(l.Item) && IsEvent(lines[l.Index + 1])).Index;
        var position = Position(what == "cut" ? lines.Skip(lines.FindLastIndex(lines.Count - 2, l => !IsEvent(l))).First(IsEvent) : lines[at]);
        var done = what switch
        {
            "byte" => [.. lines[..at], lines[at].Replace("\"version\":", "\"version\":1", StringComparison.Ordinal), .. lines[(at + 1)..]],
            "drop" => [.. lines[..at], .. lines[(at + 1)..]],
            "swap" => [.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]],
            _ => lines[..(lines.FindLastIndex(lines.Count - 2, l => !IsEvent(l)) + 1)],
        };
        await File.WriteAllTextAsync(Export, string.Concat(done.Select(l => l + "\n")));
        var run = await VerifyAsync("--output", "json");
        var verdict = JsonNode.Parse(run.Output)!;
        Assert.Equal((8, code), (run.Exit, (string?)verdict["code"]));
        Assert.Equal(what == "swap" ? Position(lines[at + 1]) : position, (long?)verdict["position"]);
        Assert.Contains(code, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_person_was_erased_a_new_export_verifies()
    {
        var erased = await Script.RunAsync(_console.Server.Url, _token, "audit", "erase", "ada", "--reason", "asked for it");
        Assert.Equal(0, erased.Exit);
        Assert.Contains("erased person", erased.Output, StringComparison.Ordinal);
        await TakeAwayAsync();
        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    [Fact]
    public async Task A_key_that_is_none_and_a_file_that_is_not_there_are_2()
    {
        await File.WriteAllTextAsync(Key, "no key");
        Assert.Equal(2, (await VerifyAsync()).Exit);
        Assert.Equal(2, (await Script.RunAsync(null, null, "audit", "verify", "nowhere", "--key", Key, "--witness", Witness)).Exit);
        Assert.Equal(2, (await Script.RunAsync(null, null, "audit", "verify", Export, "--key", Key)).Exit);
    }

    private static bool IsEvent(string line) => line.StartsWith("""{"event":""", StringComparison.Ordinal);

    private static long Position(string line) => JsonNode.Parse(line)!["event"]!["position"]!.GetValue<long>();

    private Task<Script.Run> VerifyAsync(params string[] more) =>
        Script.RunAsync(null, null, ["audit", "verify", Export, "--key", Key, "--witness", Witness, .. more]);

    private async Task TakeAwayAsync()
    {
        Assert.Equal(0, (await Script.RunAsync(_console.Server.Url, _token, "audit", "checkpoint")).Exit);
        Assert.Equal(0, (await Script.RunAsync(_console.Server.Url, _token, "audit", "export", Export)).Exit);
        await File.WriteAllTextAsync(Key, (await Script.RunAsync(_console.Server.Url, _token, "audit", "key")).Output);
        var store = _console.Server.Services.GetRequiredService<ICheckpointStore>();
        await Eventually.TrueAsync(async () =>
            await store.WitnessedAsync("file", CancellationToken.None) == (await store.NewestCheckpointAsync(CancellationToken.None))!.Number);
    }
}
