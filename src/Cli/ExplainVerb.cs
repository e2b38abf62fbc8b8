using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>policy explain PHONE</c>.</summary>
static class ExplainVerb
{
    public static Command Explain()
    {
        var (phone, slot) = (PhoneVerbs.PhoneId(), VmVerbs.Slot());
        var setting = new Option<string?>("--setting") { Description = "only this setting, by its key" };
        var all = new Option<bool>("--all") { Description = "settings that ask nothing of the phone too" };
        return new Command("explain", "Shows what a work VM and its phone have to obey, where each value comes from, and what it overrode.") { phone, slot, setting, all }.Does(async s =>
        {
            var query = Query.Of(("setting", s.Get(setting)), ("all", s.Get(all) ? "true" : null));
            var found = await s.Api.GetAsync($"phones/{Uri.EscapeDataString(s.Get(phone))}/vms/{Uri.EscapeDataString(s.Get(slot)!)}/policy{query}", s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, JsonNode found)
    {
        var approved = found.Text("approvedBy") is { } other ? $", approved by {other}" : string.Empty;
        screen.Line(found.Text("revision") == "0" ? "no policy set is in force" : $"revision {found.Text("revision")} by {found.Text("author")}{approved}, in force since {found.Text("inForceSince")}");
        foreach (var scope in new[] { found["vm"]!, found["phone"]! })
        {
            screen.Line($"{scope.Text("scope")}: {scope.Text("verdict")}");
            screen.Table(
                ["SETTING", "REQUIRED", "READ BACK", "FROM", "OVERRODE", "REMEDY"],
                scope.Rows("values").Select(v => new[] { v.Text("setting"), v.Text("required"), v.Text("observed"), Joined(v, "origins"), Joined(v, "overrode"), RemedyOf(v, scope) }));
        }
    }

    private static string Joined(JsonNode value, string member) => string.Join(" and ", value.Rows(member).Select(o => o.ToString()));

    private static string? RemedyOf(JsonNode value, JsonNode scope) =>
        scope.Rows("findings").FirstOrDefault(f => f.Text("setting") == value.Text("setting"))?.Text("remedy");
}
