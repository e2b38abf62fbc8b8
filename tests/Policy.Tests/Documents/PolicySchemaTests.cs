using System.Text.Json;
using System.Text.RegularExpressions;

namespace Twofold.Policies.Tests;

public sealed class PolicySchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(PolicySchema.Json).RootElement;

    private static JsonElement Settings => Kind(0).GetProperty("properties").GetProperty("spec").GetProperty("properties").GetProperty("settings");

    private static JsonElement Kind(int number) => Schema.GetProperty("oneOf")[number];

    [Fact]
    public void There_is_a_shape_for_each_kind_of_document() =>
        Assert.Equal(["Policy", "Group", "Assignment"], Schema.GetProperty("oneOf").EnumerateArray().Select(k => k.GetProperty("properties").GetProperty("kind").GetProperty("const").GetString()));

    [Fact]
    public void The_schema_lists_just_the_settings_of_the_catalogue()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema.GetProperty("$schema").GetString());
        Assert.Equal(SettingCatalogue.Keys, Settings.GetProperty("properties").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void No_mapping_of_the_schema_takes_unknown_keys()
    {
        foreach (var mapping in Everything(Schema).Where(e => e.TryGetProperty("properties", out var p) && p.ValueKind == JsonValueKind.Object))
            Assert.False(mapping.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void Every_value_fits_the_schema_of_its_setting_and_an_invented_one_does_not()
    {
        foreach (var setting in SettingCatalogue.All)
        {
            Assert.All([setting.DefaultText, setting.StrictestText, .. setting.Choices], text => Assert.True(Fits(Of(setting), text), $"{setting}: {text}"));
            Assert.False(Fits(Of(setting), "in fairyland!"), setting.Key);
        }
    }

    [Fact]
    public void An_editor_completes_the_words_of_every_setting_that_has_some()
    {
        Assert.All(SettingCatalogue.All.Where(s => s.Choices.Count > 0), s => Assert.Equal(s.Choices, Completions(Of(s))));
        Assert.Equal(["any", "none", "audio", "hid", "printer", "storage", "network", "other"], Completions(Of(UsbClasses.Instance)));
        Assert.Equal(["unlimited"], Completions(Of(UnlockAttemptsWipe.Instance)));
        Assert.All(SettingCatalogue.All, s => Assert.Equal(s.Explanation, Of(s).GetProperty("description").GetString()));
    }

    [Fact]
    public void A_setting_of_several_items_takes_a_sequence() =>
        Assert.Equal(
            SettingCatalogue.All.Where(s => s.EmptyListText is not null).Select(s => s.Key),
            SettingCatalogue.All.Where(s => Of(s).TryGetProperty("anyOf", out var any) && any.EnumerateArray().Any(a => a.GetProperty("type").GetString() == "array"))
                .Select(s => s.Key));

    [Fact]
    public void Words_are_listed_as_an_enumeration() =>
        Assert.Equal(
            ["none", "restricted", "internet"],
            Settings.GetProperty("properties").GetProperty("network.mode").GetProperty("enum").EnumerateArray().Select(v => v.GetString()));

    private static JsonElement Of(Setting setting) => Settings.GetProperty("properties").GetProperty(setting.Key);

    private static bool Fits(JsonElement schema, string text) => schema switch
    {
        _ when schema.TryGetProperty("anyOf", out var any) => any.EnumerateArray().Any(a => Fits(a, text)),
        _ when schema.GetProperty("type").GetString() == "integer" => long.TryParse(text, out _),
        _ when schema.GetProperty("type").GetString() == "array" => false,
        _ when schema.TryGetProperty("enum", out var words) => words.EnumerateArray().Any(w => w.GetString() == text),
        _ => !schema.TryGetProperty("pattern", out var pattern) || Regex.IsMatch(text, pattern.GetString()!, RegexOptions.NonBacktracking),
    };

    private static IEnumerable<string?> Completions(JsonElement schema) =>
        schema.TryGetProperty("enum", out var words) ? words.EnumerateArray().Select(w => w.GetString())
        : schema.TryGetProperty("anyOf", out var any) ? any.EnumerateArray().SelectMany(Completions)
        : schema.TryGetProperty("items", out var item) ? Completions(item)
        : [];

    private static IEnumerable<JsonElement> Everything(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Everything(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Everything),
        _ => [],
    };
}
