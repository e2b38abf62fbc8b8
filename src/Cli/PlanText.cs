using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary>A plan as people read it.</summary>
static class PlanText
{
    /// <summary>More phones of a class than there may be.</summary>
    public const int EveryPhone = 1_000_000;

    private const int ShownPhones = 5;

    public static void Write(Screen screen, JsonNode plan, bool every = false)
    {
        if (every) screen.Table(["PHONE", "SCOPE", "SETTING", "OLD", "NEW"], plan.Rows("classes").SelectMany(Lines));
        else foreach (var group in plan.Rows("classes")) WriteClass(screen, group);
        screen.Line(plan.Rows("classes").Any()
            ? $"{plan["phones"]} phones change; {plan["vmsAtRisk"]} work VMs are put at risk"
            : "nothing changes on any phone");
        screen.Line($"plan {plan.Text("planDigest")}");
    }

    private static void WriteClass(Screen screen, JsonNode group)
    {
        screen.Line($"{Phones(group)}:");
        foreach (var change in group.Rows("changes"))
            screen.Line($"  {change.Text("scope")} {change.Text("setting")}: {change.Text("old")} -> {change.Text("new")}, from {Origins(change)}");
    }

    private static IEnumerable<IReadOnlyList<string?>> Lines(JsonNode group) =>
        from phone in @group.Rows("phones")
        from change in @group.Rows("changes")
        select (IReadOnlyList<string?>)[phone.ToString(), .. change.Cells("scope", "setting", "old", "new")];

    private static string Phones(JsonNode group)
    {
        var shown = group.Rows("phones").Take(ShownPhones).Select(p => p.ToString()).ToList();
        var count = group["count"]!.GetValue<int>();
        return $"{count} {(count == 1 ? "phone" : "phones")} ({string.Join(", ", shown)}{(count > shown.Count ? ", …" : string.Empty)})";
    }

    private static string Origins(JsonNode change) => string.Join(" and ", change.Rows("origins").Select(o => o.ToString()));
}
