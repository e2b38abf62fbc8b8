using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>group show|phones|set|remove NAME</c>; <c>groups</c> lists them.</summary>
static class GroupVerbs
{
    public static Command Group() => new("group", "Shows a group of phones, says who is in it, or forgets it.") { Show(), Phones(), Set(), Remove() };

    private static Argument<string> Name() => new("NAME") { Description = "the group: lower-case letters, digits and hyphens" };

    private static string Path(string name) => $"groups/{Uri.EscapeDataString(name)}";

    private static Command Show()
    {
        var name = Name();
        return new Command("show", "Shows who is in it and who said so.") { name }.Does(s => ShowAsync(s, s.Get(name)));
    }

    private static Command Phones()
    {
        var name = Name();
        var page = new Option<int>("--page") { Description = "from 1", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "rows of a page, at most 200", DefaultValueFactory = _ => 50 };
        return new Command("phones", "Lists the phones that are in it now.") { name, page, size }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"{Path(s.Get(name))}/phones{Query.Of(("page", $"{s.Get(page)}"), ("size", $"{s.Get(size)}"))}", s.Cancel);
            s.Screen.Result(found, () =>
            {
                s.Screen.Table(["ID", "NAME", "OWNER", "ENROLLED", "ONLINE"], found.Rows("items").Select(p => p.Cells("id", "name", "owner", "enrolled", "online")));
                s.Screen.Line($"{found.Rows("items").Count()} of {ListVerbs.Total(found)}, page {found["page"]}");
            });
            return ExitCode.Done;
        });
    }

    private static Command Set()
    {
        var name = Name();
        var description = new Option<string>("--description") { Description = "for people, at most 200 characters", DefaultValueFactory = _ => string.Empty };
        var label = LabelOption.Make("key=value that its phones have; may be repeated, and all of them count");
        var phone = new Option<string[]>("--phone") { Description = "the id of a phone; may be repeated, and not together with --label" };
        return new Command("set", "Says who is in it, in place of whoever was.") { name, description, label, phone }.Does(async s =>
        {
            var body = new { description = s.Get(description), matchLabels = LabelOption.Read(s.Get(label)), phones = s.Get(phone) ?? [] };
            await s.Api.PutAsync(Path(s.Get(name)), body, s.Cancel);
            return await ShowAsync(s, s.Get(name));
        });
    }

    private static Command Remove()
    {
        var name = Name();
        return new Command("remove", "Forgets it; its phones stay as they are.") { name }.Does(async s =>
        {
            await s.Api.DeleteAsync(Path(s.Get(name)), s.Cancel);
            s.Screen.Result(new JsonObject { ["name"] = s.Get(name), ["removed"] = true }, () => s.Screen.Line($"{s.Get(name)} is no more"));
            return ExitCode.Done;
        });
    }

    private static async Task<int> ShowAsync(Session s, string name)
    {
        var found = await s.Api.GetAsync(Path(name), s.Cancel);
        s.Screen.Result(found, () => Write(s.Screen, found));
        return ExitCode.Done;
    }

    private static void Write(Screen screen, JsonNode group)
    {
        screen.Line($"{group.Text("name")}: {group.Text("description")}");
        foreach (var (key, value) in group["matchLabels"]!.AsObject()) screen.Line($"phones with {key}={value}");
        foreach (var phone in group.Rows("phones")) screen.Line($"phone {phone}");
        screen.Line($"changed by {group.Text("changedBy") ?? "nobody known"}, {group.Text("changedAt")}");
    }
}
