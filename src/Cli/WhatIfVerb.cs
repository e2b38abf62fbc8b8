using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>policy what-if DIR</c>.</summary>
static class WhatIfVerb
{
    public static Command WhatIf()
    {
        var folder = PolicyVerbs.Folder();
        var setting = new Option<string?>("--setting") { Description = "list only this setting, by its key" };
        var then = new Option<string?>("--then") { Description = "list only what would be so: non-compliant, in-grace, unknown, pending or compliant" };
        var needs = new Option<bool>("--needs-somebody") { Description = "list only what the push alone does not mend" };
        var take = new Option<int>("--take") { Description = "rows of the list, at most 200", DefaultValueFactory = _ => 50 };
        return new Command("what-if", "Shows who would comply otherwise under the documents, by what was read back last. Nothing changes.")
        {
            folder, setting, then, needs, take,
        }.Does(async s =>
        {
            if (PolicyVerbs.Local(s, s.Get(folder)) is not { } files) return ExitCode.Problems;
            var body = new { files, setting = s.Get(setting), then = s.Get(then), take = s.Get(take), needsSomebody = s.Get(needs) };
            var found = await s.Api.PostAsync("policy/what-if", body, s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, JsonNode found)
    {
        var least = found.Text("atLeast") == "true" ? "at least " : string.Empty;
        foreach (var verdict in found.Rows("verdicts")) screen.Line($"{least}{verdict["vms"]} work VMs: {verdict.Text("now")} -> {verdict.Text("then")} -> {verdict.Text("after")} once pushed");
        if (!found.Rows("verdicts").Any()) screen.Line("no work VM has another verdict");
        screen.Line($"{least}{found["untilPushed"]} work VMs would stand worse only until the push is carried out; {least}{found["needSomebody"]} cannot comply without somebody who acts");
        screen.Table(["SETTING", "NOW", "THEN", "ONCE PUSHED", "WORK VMS"], found.Rows("settings").Select(x => x.Cells("setting", "now", "then", "after", "vms")));
        screen.Table(
            ["PHONE", "NAME", "SLOT", "SETTING", "NOW", "THEN", "ONCE PUSHED", "REQUIRED", "OBSERVED", "REMEDY"],
            found.Rows("items").Select(x => x.Cells("phone", "phoneName", "slot", "setting", "now", "then", "after", "required", "observed", "remedy")));
        screen.Line($"{found.Rows("items").Count()} of {least}{found["total"]} rows; {least}{found["vms"]} work VMs of {found["phones"]} phones were judged");
    }
}
