using System.Text.Json.Nodes;

namespace Twofold.Fleet.Phones;

/// <summary>How the past of phones is kept and read.</summary>
internal static class PhoneKeeping
{
    // Shape 2: a report carries its verdict and its findings; before that nothing was judged.
    private static readonly Reshaping Judged = new() { Event = Unjudged, Command = Unjudged };

    /// <summary>What a phone says over and over passes, and what the composer made of a policy set that is itself kept.</summary>
    public static Keeping<PhoneState> Of { get; } = new()
    {
        Shapes = new Shapes(Judged),
        Passing = ["connected", "disconnected", "received", "observed", "complained", "policies-set"],
        Documents = state => state.VmPolicies.Values.Concat(state.PhonePolicy is { } own ? [own] : []),
    };

    private static JsonObject Unjudged(JsonObject said)
    {
        if ((string?)said["type"] != "observed" || said.ContainsKey("verdict")) return said;
        said["verdict"] = "Unknown";
        said["findings"] = new JsonArray();
        return said;
    }
}
