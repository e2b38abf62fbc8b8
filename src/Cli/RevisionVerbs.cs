using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>policy revisions</c> and <c>policy revision NUMBER</c>.</summary>
static class RevisionVerbs
{
    public static Command Revisions()
    {
        var page = new Option<int>("--page") { Description = "from 1", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "rows of a page, at most 200", DefaultValueFactory = _ => 50 };
        return new Command("revisions", "Lists the policy sets that came into force, the newest first.") { page, size }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"policy/revisions?page={s.Get(page)}&size={s.Get(size)}", s.Cancel);
            s.Screen.Result(found, () => WriteList(s.Screen, found));
            return ExitCode.Done;
        });
    }

    public static Command Revision()
    {
        var number = new Argument<long>("NUMBER") { Description = "the revision, as `policy revisions` lists it" };
        var files = new Option<bool>("--files") { Description = "the documents as they stood, too" };
        return new Command("revision", "Shows one policy set that came into force, and what it says otherwise than the one before it.") { number, files }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"policy/revisions/{s.Get(number)}", s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found, s.Get(files)));
            return ExitCode.Done;
        });
    }

    private static void WriteList(Screen screen, JsonNode found)
    {
        screen.Table(
            ["REVISION", "IN FORCE SINCE", "AUTHOR", "APPROVED BY", "AT RISK", "ROLLOUT", "NOTE"],
            found.Rows("items").Select(r => r.Cells("revision", "inForceSince", "author", "approvedBy", "vmsAtRisk", "rollout", "note")));
        screen.Line($"{found.Rows("items").Count()} of {found["total"]} revisions");
    }

    private static void Write(Screen screen, JsonNode found, bool withFiles)
    {
        var revision = found["revision"]!;
        var approved = revision.Text("approvedBy") is { } other ? $", approved by {other}" : string.Empty;
        screen.Line($"revision {revision["revision"]} by {revision.Text("author")}{approved}, in force since {revision.Text("inForceSince")}");
        if (revision.Text("note") is { Length: > 0 } note) screen.Line(note);
        screen.Line(found["changes"] is null ? "what it says otherwise than the one before it cannot be told" : $"against revision {found["before"]}:");
        screen.Table(["POLICY", "WHAT", "OLD", "NEW"], found.Rows("changes").Select(c => c.Cells("policy", "what", "old", "new")));
        if (!withFiles) return;
        foreach (var file in found.Rows("files")) screen.Line($"# {file.Text("name")}\n{file.Text("text")}");
    }
}
