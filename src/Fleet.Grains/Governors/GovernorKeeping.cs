using System.Text.Json.Nodes;

namespace Twofold.Fleet.Governors;

/// <summary>How the past of the governor is read.</summary>
internal static class GovernorKeeping
{
    // Shape 2: budgets are several, an order has an effect, and orders wait in holds; before that each order was a hold of its own.
    private static readonly Reshaping Bundled = new() { State = Begun, Event = Happened, Command = Asked };

    /// <summary>Everything is kept.</summary>
    public static Keeping<GovernorState> Of { get; } = new() { Shapes = new Shapes(Bundled) };

    // What was spent by then is taken for all there is to spend, until a day after the last of it; what waited has to be asked for anew.
    private static JsonObject Begun(JsonObject state)
    {
        var begun = new JsonObject();
        if ((int?)state["budget"] is { } budget) begun["settings"] = Settings(budget);
        if (state["spent"] is JsonObject { Count: > 0 } spent)
            begun["restored"] = new JsonObject { ["restoreId"] = "shape-2", ["at"] = DateTimeOffset.FromUnixTimeSeconds(60 * spent.Max(s => long.Parse(s.Key, null))) };
        return begun;
    }

    private static JsonObject Happened(JsonObject happened) => (string?)happened["type"] switch
    {
        "configured" => Configured(happened),
        "charged" => With(happened, ("effect", "Wipe"), ("by", Person(happened, "requestedBy"))),
        "held-for-approval" => Held(happened),
        "approved" or "rejected" => InAHold(happened),
        "withdrawn" => Shrunk(happened),
        _ => happened,
    };

    private static JsonObject Asked(JsonObject asked) => (string?)asked["type"] switch
    {
        "configure" => Configured(asked),
        "charge" => With(Without(asked, "requestedBy"), ("effect", "Wipe")),
        "approve" => With(InAHold(asked), ("orders", 1)),
        "reject" => InAHold(asked),
        "withdraw" => Shrunk(asked),
        _ => asked,
    };

    private static JsonObject Configured(JsonObject said) =>
        With(Without(said, "vmsPerHour", out var budget), ("settings", Settings((int)budget!)));

    private static JsonObject Held(JsonObject happened)
    {
        var hold = (JsonObject)happened["hold"]!;
        return new JsonObject
        {
            ["type"] = "held-for-approval", ["holdId"] = (string?)hold["orderId"], ["orderId"] = (string?)hold["orderId"],
            ["subject"] = (string?)hold["subject"], ["vms"] = (int?)hold["vms"], ["at"] = (string?)hold["since"],
        };
    }

    private static JsonObject Shrunk(JsonObject said) =>
        new() { ["type"] = (string?)said["type"] == "withdrawn" ? "shrunk" : "shrink", ["holdId"] = (string?)said["orderId"], ["page"] = 0, ["orders"] = 1, ["vms"] = 0 };

    private static JsonObject InAHold(JsonObject said) => With(Without(said, "orderId", out var order), ("holdId", order));

    private static JsonObject Person(JsonObject said, string member)
    {
        Without(said, member, out var name);
        return new() { ["kind"] = "Person", ["id"] = name, ["person"] = name?.DeepClone(), ["role"] = null };
    }

    private static JsonNode Settings(int perHour)
    {
        var settings = GovernorSettings.Of(perHour);
        return new JsonObject
        {
            ["organisation"] = Budget(settings.Organisation), ["role"] = Budget(settings.Role), ["person"] = Budget(settings.Person),
            ["roleAge"] = settings.RoleAge.ToString(), ["looseningWait"] = settings.LooseningWait.ToString(),
        };
    }

    private static JsonObject Budget(Budget budget) => new() { ["perHour"] = budget.PerHour, ["perDay"] = budget.PerDay };

    private static JsonObject With(JsonObject said, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        foreach (var (name, value) in members) said[name] = value;
        return said;
    }

    private static JsonObject Without(JsonObject said, string member) => Without(said, member, out _);

    private static JsonObject Without(JsonObject said, string member, out JsonNode? value)
    {
        value = said[member]?.DeepClone();
        said.Remove(member);
        return said;
    }
}
