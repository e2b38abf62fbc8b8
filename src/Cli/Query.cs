using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary>Writes the query of an address.</summary>
sealed record Query(IReadOnlyList<(string Name, string Value)> Parts)
{
    /// <summary>What is given; what is null is left out.</summary>
    public static Query Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var given = new List<(string, string)>();
        foreach (var (name, value) in parts)
            if (value is not null) given.Add((name, value));
        return new Query(given);
    }

    /// <summary>One name with several values.</summary>
    public Query And(string name, IEnumerable<string> values) => new([.. Parts, .. values.Select(v => (name, v))]);

    public override string ToString() =>
        Parts.Count == 0 ? string.Empty : "?" + string.Join('&', Parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
}

/// <summary>Reads what the API answered, for showing.</summary>
static class JsonReading
{
    /// <summary>A member as text, or null.</summary>
    public static string? Text(this JsonNode node, string member) => node[member]?.ToString();

    /// <summary>The members of a list that is a member.</summary>
    public static IEnumerable<JsonNode> Rows(this JsonNode node, string member) => (node[member] as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>Some members as the cells of a row.</summary>
    public static IReadOnlyList<string?> Cells(this JsonNode node, params ReadOnlySpan<string> members)
    {
        var cells = new List<string?>();
        foreach (var member in members) cells.Add(node.Text(member));
        return cells;
    }
}
