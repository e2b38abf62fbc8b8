using System.Text.Json;
using System.Text.RegularExpressions;

namespace Twofold.Policies.Tests;

public sealed class PolicySchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(PolicySchema.Json).RootElement;

    private static JsonElement Settings => Schema.GetProperty("properties").GetProperty("spec").GetProperty("properties").GetProperty("settings");

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
    public void Every_pattern_compiles_and_fits_the_default_of_its_setting()
    {
        foreach (var setting in SettingCatalogue.All.Where(s => s is not CountSetting))
        {
            var pattern = Settings.GetProperty("properties").GetProperty(setting.Key).GetProperty("pattern").GetString()!;
            Assert.Matches(new Regex(pattern, RegexOptions.NonBacktracking), setting.DefaultText);
        }
    }

    [Fact]
    public void Words_are_listed_as_an_enumeration() =>
        Assert.Equal(
            ["none", "restricted", "internet"],
            Settings.GetProperty("properties").GetProperty("network.mode").GetProperty("enum").EnumerateArray().Select(v => v.GetString()));

    private static IEnumerable<JsonElement> Everything(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(p => Everything(p.Value)).Prepend(element)
        : [];
}
