using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>findings</c>, <c>orders</c>, <c>personas</c>, <c>groups</c> and <c>vms list</c>: lists of the whole fleet.</summary>
static class ListVerbs
{
    public static Command Findings() => List(
        "findings", "Lists what phones were seen to break.", "text in phone, owner, labels or setting", ["PHONE", "SETTING", "SEVERITY", "REQUIRED", "OBSERVED", "SINCE", "NEXT", "AT"],
        ["phoneName", "setting", "severity", "required", "observed", "since", "nextStep", "nextStepAt"]);

    public static Command Orders() => List(
        "orders", "Lists wipes and locks, and how far each is.", "text in phone, person, reason or order", ["ORDER", "KIND", "PHONE", "SLOT", "STEP", "SINCE", "REQUESTED BY", "REQUESTED"],
        ["orderId", "kind", "phoneName", "slot", "step", "stepAt", "requestedBy", "requestedAt"]);

    public static Command Personas() => List(
        "personas", "Lists work environments, and where each lives or lived last.", "text in owner or phone", ["PERSONA", "OWNER", "PHONE", "SLOT", "STATUS", "EPOCH", "SINCE"],
        ["id", "owner", "phone", "slot", "status", "epoch", "since"]);

    public static Command Vms() => List(
        "list", "vms", "Lists VMs, and how far their wipes and locks are.", "text in the name of the phone",
        ["PHONE", "NAME", "SLOT", "OWNER", "EPOCH", "WANTED", "STATE", "WIPE", "LOCK"], ["phone", "phoneName", "slot", "owner", "epoch", "desired", "state", "wipe", "lock"]);

    public static Command Groups() => List(
        "groups", "Lists groups of phones.", "text in name, description, labels or person", ["GROUP", "BY", "LABELS", "PHONES", "CHANGED BY", "CHANGED", "DESCRIPTION"],
        ["name", "scope", "labels", "phones", "changedBy", "changedAt", "description"]);

    private static Command List(string name, string description, string searched, string[] titles, string[] cells) =>
        List(name, name, description, searched, titles, cells);

    private static Command List(string name, string path, string description, string searched, string[] titles, string[] cells)
    {
        var filter = new Option<string[]>("--filter") { Description = "column=value; also !=, >=, < and ~ for a word of a text; may be repeated", AllowMultipleArgumentsPerToken = false };
        var search = new Option<string?>("--search") { Description = searched };
        var sort = new Option<string?>("--sort") { Description = "column, or -column for descending" };
        var after = new Option<string?>("--after") { Description = "the place that the page before ended with" };
        var size = new Option<int>("--size") { Description = "rows of a page, at most 200", DefaultValueFactory = _ => 50 };
        return new Command(name, description) { filter, search, sort, after, size }.Does(async s =>
        {
            var query = Query.Of(("search", s.Get(search)), ("sort", s.Get(sort)), ("after", s.Get(after)), ("size", $"{s.Get(size)}"))
                .And("filter", s.Get(filter) ?? []);
            var found = await s.Api.GetAsync($"{path}{query}", s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found, titles, cells));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, JsonNode page, string[] titles, string[] cells)
    {
        screen.Table(titles, page.Rows("items").Select(row => row.Cells(cells)));
        screen.Line($"{page.Rows("items").Count()} of {Total(page)}{(page.Text("next") is { } next ? $"; go on with --after {next}" : "")}");
    }

    /// <summary>How many rows a list has, or at least has.</summary>
    public static string Total(JsonNode page) => $"{(page.Text("atLeast") == "true" ? "≥ " : "")}{page.Text("total")}";
}
