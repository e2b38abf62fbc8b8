using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary>A plan as people read it.</summary>
static class PlanText
{
    private const int ShownPhones = 5;

    public static void Write(Screen screen, JsonNode plan)
    {
        foreach (var group in plan.Rows("classes"))
        {
            screen.Line($"{Phones(group)}:");
            foreach (var change in group.Rows("changes"))
                screen.Line($"  {change.Text("scope")} {change.Text("setting")}: {change.Text("old")} -> {change.Text("new")}, from {Origins(change)}");
        }

        screen.Line(plan.Rows("classes").Any()
            ? $"{plan["phones"]} phones change; {plan["vmsAtRisk"]} work VMs are put at risk"
            : "nothing changes on any phone");
        screen.Line($"plan {plan.Text("planDigest")}");
    }

    private static string Phones(JsonNode group)
    {
        var shown = group.Rows("phones").Take(ShownPhones).Select(p => p.ToString()).ToList();
        var count = group["count"]!.GetValue<int>();
        return $"{count} {(count == 1 ? "phone" : "phones")} ({string.Join(", ", shown)}{(count > shown.Count ? ", …" : string.Empty)})";
    }

    private static string Origins(JsonNode change) => string.Join(" and ", change.Rows("origins").Select(o => o.ToString()));
}
