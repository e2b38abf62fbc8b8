using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>phones</c> and <c>phone ID</c>.</summary>
static class PhoneVerbs
{
    private static readonly string[] Columns = ["ID", "NAME", "OWNER", "STATE", "WORK", "PERSONAL", "WIPE", "POLICY", "LAST CONTACT"];

    /// <summary>The argument that names a phone.</summary>
    public static Argument<string> PhoneId() => new("PHONE") { Description = "the id of the phone" };

    public static Command Phones()
    {
        var filter = new Option<string[]>("--filter") { Description = "column=value; also !=, >=, < and ~ for a whole label; may be repeated", AllowMultipleArgumentsPerToken = false };
        var search = new Option<string?>("--search") { Description = "text in name, owner or labels" };
        var sort = new Option<string?>("--sort") { Description = "column, or -column for descending" };
        var page = new Option<int>("--page") { Description = "from 1", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "rows of a page, at most 200", DefaultValueFactory = _ => 50 };
        return new Command("phones", "Lists phones, page by page.") { filter, search, sort, page, size }.Does(async s =>
        {
            var query = Query.Of(("search", s.Get(search)), ("sort", s.Get(sort)), ("page", $"{s.Get(page)}"), ("size", $"{s.Get(size)}"))
                .And("filter", s.Get(filter) ?? []);
            var found = await s.Api.GetAsync($"phones{query}", s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found));
            return ExitCode.Done;
        });
    }

    public static Command Phone()
    {
        var phone = PhoneId();
        var at = new Option<string?>("--at") { Description = "as it was then: 2026-03-03T12:00Z, or a position of the audit log" };
        return new Command("phone", "Shows one phone and its VMs.") { phone, at }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"phones/{Uri.EscapeDataString(s.Get(phone))}{Query.Of(("at", s.Get(at)))}", s.Cancel);
            s.Screen.Result(found, () => Show(s.Screen, found));
            return ExitCode.Done;
        });
    }

    private static void Show(Screen screen, JsonNode found)
    {
        if (found["phone"] is not { } phone)
        {
            WriteOne(screen, found);
            return;
        }

        screen.Line($"as it was at {found.Text("at")}; its last event before was at {found.Text("since")}, version {found["version"]}");
        WriteOne(screen, phone);
        screen.Line($"verdict {found.Text("verdict")}");
        screen.Table(["SCOPE", "SETTING", "VALUE"], found.Rows("policies").SelectMany(Values));
    }

    private static IEnumerable<string?[]> Values(JsonNode policy) => policy["values"] is JsonObject values
        ? values.Select(v => new[] { policy.Text("scope"), v.Key, v.Value?.ToString() })
        : [[policy.Text("scope"), policy.Text("digest"), "no longer kept"]];

    private static void Write(Screen screen, JsonNode page)
    {
        screen.Table(Columns, page.Rows("items").Select(p => p.Cells(
            "id", "name", "owner", "state", "workState", "personalState", "wipe", "policyRevision", "lastContact")));
        screen.Line($"{page.Rows("items").Count()} of {ListVerbs.Total(page)}, page {page["page"]}");
    }

    private static void WriteOne(Screen screen, JsonNode phone)
    {
        screen.Line($"{phone.Text("name")} ({phone.Text("id")}), {phone.Text("owner")}");
        screen.Line($"{(phone.Text("online") == "true" ? "online" : "offline")}, last contact {phone.Text("lastContact") ?? "never"}");
        screen.Line($"desired {phone["desiredVersion"]}, received {phone["receivedVersion"]}, observed {phone["observedVersion"]}, policy {phone["policyRevision"]}");
        screen.Table(["SLOT", "OWNER", "DESIRED", "STATE", "EPOCH", "WIPE", "OBSERVED AT"], phone.Rows("vms").Select(v =>
            new[] { v.Text("slot"), v.Text("owner"), v.Text("desired"), v.Text("state"), v.Text("epoch"), v["wipe"]?.Text("step"), v.Text("observedAt") }));
        if (!phone.Rows("escalating").Any()) return;
        screen.Table(["SLOT", "BREAKS", "SINCE", "LOCKED ON", "WIPED ON", "WHAT TO DO"], phone.Rows("escalating").Select(r =>
            r.Cells("slot", "setting", "since", "lockAt", "wipeAt", "remedy")));
    }
}
