using System.Text.Json.Nodes;

namespace Twofold.Policies;

/// <summary>All schemas that may hold at one place of a document: several, where the kind is not said yet or a value has several shapes.</summary>
internal sealed class SchemaPart(IEnumerable<JsonObject> shapes)
{
    private static readonly JsonObject Root = JsonNode.Parse(PolicySchema.Json)!.AsObject();

    private readonly IReadOnlyList<JsonObject> shapes = [.. shapes.SelectMany(Alternatives)];

    /// <summary>Documents of a kind; of every kind where it is none that is known.</summary>
    public static SchemaPart Documents(string? kind)
    {
        var all = new SchemaPart([Root]);
        var meant = all.shapes.Where(s => kind is not null && Text(s, "title") == kind).ToList();
        return meant.Count == 0 ? all : new(meant);
    }

    /// <summary>What may stand under these keys.</summary>
    public SchemaPart In(IEnumerable<string> path) => path.Aggregate(this, (part, key) => new(part.shapes.Select(s => Child(s, key)).OfType<JsonObject>()));

    /// <summary>The keys of mappings that are not there yet.</summary>
    public IEnumerable<CompletionItem> Keys(CaretPlace place) =>
        from shape in shapes
        from member in shape["properties"]?.AsObject() ?? []
        where !place.Beside.Contains(member.Key)
        let value = new SchemaPart([member.Value!.AsObject()])
        select new CompletionItem(member.Key, member.Key + (place.HasColon ? "" : value.IsText ? ": " : ":"), Describe(member.Value.AsObject()));

    /// <summary>The words that a text may be, and its default.</summary>
    public IEnumerable<CompletionItem> Words()
    {
        var usual = shapes.Select(s => s["default"]?.ToString()).FirstOrDefault(d => d is not null);
        var words = shapes.SelectMany(s => (s["enum"]?.AsArray() ?? []).Append(s["const"]?.DeepClone())).Select(w => w?.ToString()).Append(usual).OfType<string>();
        return words.Select(w => new CompletionItem(w, w, w == usual ? "default" : ""));
    }

    private bool IsText => shapes.Any(s => s["type"]?.ToString() is not ("object" or "array"));

    // The schema of a value keeps its words beside its alternatives, so both count.
    private static IEnumerable<JsonObject> Alternatives(JsonObject shape)
    {
        var inner = (shape["anyOf"] ?? shape["oneOf"])?.AsArray();
        return inner is null ? [shape] : inner.SelectMany(i => Alternatives(i!.AsObject())).Append(new JsonObject { ["default"] = shape["default"]?.DeepClone(), ["type"] = inner[0]!["type"]?.DeepClone() });
    }

    private static JsonObject? Child(JsonObject shape, string key) =>
        (key == CaretPlace.Item ? shape["items"] : shape["properties"]?[key] ?? shape["additionalProperties"]) as JsonObject;

    private static string Describe(JsonObject shape) => Text(shape, "description") ?? Text(shape, "title") ?? "";

    private static string? Text(JsonObject shape, string key) => shape[key]?.ToString();
}
