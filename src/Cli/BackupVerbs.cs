using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>backup</c> and <c>backups</c>.</summary>
static class BackupVerbs
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Backups() => new Command("backups", "Lists the newest backups and what became of them.").Does(async s =>
    {
        var found = await s.Api.GetAsync("backups", s.Cancel);
        s.Screen.Result(found, () => s.Screen.Table(
            ["BACKUP", "STATUS", "ASKED BY", "ASKED", "ENDED", "FILE", "BYTES", "CODE"],
            found.Rows("items").Select(b => b.Cells("id", "status", "askedBy", "askedAt", "endedAt", "file", "bytes", "code"))));
        return ExitCode.Done;
    });

    public static Command Backup()
    {
        var wait = new Option<bool>("--wait") { Description = "wait until it stands or has failed" };
        var timeout = new Option<int>("--timeout") { Description = "minutes that --wait waits at most", DefaultValueFactory = _ => 60 };
        return new Command("backup", "Has the server make a sealed backup where it was told to put them.") { wait, timeout }.Does(async s =>
        {
            var now = await s.Api.PostAsync("backups", null, s.Cancel);
            if (s.Get(wait)) now = await FollowAsync(s, now.Text("id")!, TimeSpan.FromMinutes(s.Get(timeout)));
            s.Screen.Result(now, () => s.Screen.Line(Words(now)));
            return now.Text("status") == "failed" ? ExitCode.Refused : ExitCode.Done;
        });
    }

    private static async Task<JsonNode> FollowAsync(Session s, string id, TimeSpan atMost)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(s.Cancel);
        timeout.CancelAfter(atMost);
        try
        {
            while (true)
            {
                var found = (await s.Api.GetAsync("backups", timeout.Token)).Rows("items").First(b => b.Text("id") == id);
                if (found.Text("status") != "running") return found;
                await Task.Delay(Look, timeout.Token);
            }
        }
        catch (OperationCanceledException) when (!s.Cancel.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Refused, "backup/not-finished", $"the backup is not finished after {atMost.TotalMinutes:0} minutes; the server goes on");
        }
    }

    private static string Words(JsonNode now) => now.Text("status") switch
    {
        "made" => $"{now.Text("file")}, {now.Text("bytes")} bytes",
        "failed" => $"{now.Text("id")} failed: {now.Text("code")}",
        var status => $"{now.Text("id")} is {status}; `twofold backups` shows what becomes of it",
    };
}
