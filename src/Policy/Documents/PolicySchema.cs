using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twofold.Policies;

/// <summary>The JSON Schema (draft 2020-12) of policy documents, generated from the catalogue, for editors and pipelines.</summary>
public static class PolicySchema
{
    private const string Name = "^[a-z][a-z0-9-]{0,62}$";
    private const string Label = "^[A-Za-z0-9._/-]{1,63}$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The schema of one document, of whichever kind.</summary>
    public static string Json { get; } = new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["oneOf"] = new JsonArray(Document("Policy", Policy()), Document("Group", Group()), Document("Assignment", Assignment())),
    }.ToJsonString(Indented);

    private static JsonObject Document(string kind, JsonObject spec) => Closed(
        ("apiVersion", new() { ["const"] = "twofold/v1" }, Required: true),
        ("kind", new() { ["const"] = kind }, Required: true),
        ("metadata", Closed(("name", Text(Name), Required: true)), Required: true),
        ("spec", spec, Required: true)).With("title", kind);

    private static JsonObject Policy() => Closed(
        ("phones", Selector(), Required: false),
        ("slot", Text("^(?!personal$)[a-z][a-z0-9-]{0,31}$").With("default", SlotName.Work), Required: false),
        ("settings", Closed([.. SettingCatalogue.All.Select(s => (s.Key, Of(s), false))]).With("minProperties", 1), Required: true));

    private static JsonObject Group() => Closed(("phones", Selector(), Required: true));

    private static JsonObject Assignment() => Closed(
        ("policies", Names(), Required: true), ("groups", Names(), Required: false), ("phones", Selector(), Required: false));

    private static JsonObject Names() => List(Text(Name)).With("minItems", 1);

    private static JsonObject Selector() => AnyOf(
        Text("^.").With("description", "Kubernetes' grammar: `team in (field,sales),site=oslo,!retired`"),
        Closed(("matchLabels", Labels(), Required: false), ("matchExpressions", List(Condition()).With("minItems", 1), Required: false)).With("minProperties", 1));

    private static JsonObject Condition() => Closed(
        ("key", Text(Label), Required: true),
        ("operator", Words(Enum.GetNames<LabelOperator>()), Required: true),
        ("values", List(Text(Label)).With("minItems", 1).With("maxItems", PolicyLimits.Requirements), Required: false));

    private static JsonObject Labels() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = Text(Label),
        ["additionalProperties"] = Text(Label),
    };

    private static JsonObject Of(Setting setting) =>
        Value(setting).With("title", setting.Title).With("description", setting.Explanation).With("default", Default(setting));

    // A plain number stands in YAML without quotes, so an editor sees an integer; the range is checked by the reader.
    private static JsonObject Value(Setting setting) => setting switch
    {
        CountSetting => new() { ["type"] = "integer" },
        CountLimitSetting limit => AnyOf(new() { ["type"] = "integer" }, Words([limit.Unlimited])),
        DurationLimitSetting => Text(setting.Pattern),
        SetSetting set => AnyOf(Words([set.EveryItem, SetSetting.None]), Text(set.Pattern), Items(set)),
        { EmptyListText: not null } => AnyOf(Text(setting.Pattern), List(new() { ["type"] = "string" })),
        { Choices.Count: > 0 } => Words(setting.Choices).With("pattern", setting.Pattern),
        _ => Text(setting.Pattern),
    };

    private static JsonNode Default(Setting setting) =>
        setting is CountSetting count ? JsonValue.Create(count.Default) : JsonValue.Create(setting.DefaultText);

    private static JsonObject Items(SetSetting set) =>
        List(set.KnownItems.Count > 0 ? Words(set.KnownItems) : Text($"^{set.ItemPattern}$")).With("maxItems", SetSetting.Most).With("uniqueItems", true);

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    // More than one may fit, as a word does that is also a text.
    private static JsonObject AnyOf(params JsonObject[] shapes) => new() { ["anyOf"] = new JsonArray([.. shapes]) };

    private static JsonObject Words(IEnumerable<string> words) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) };

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Closed(params (string Key, JsonObject Schema, bool Required)[] members) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray([.. members.Where(m => m.Required).Select(m => (JsonNode)m.Key)]),
        ["properties"] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Schema))),
    };

    private static JsonObject With(this JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }
}
