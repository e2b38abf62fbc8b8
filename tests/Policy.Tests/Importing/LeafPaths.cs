using System.Text.Json;
using System.Text.RegularExpressions;

namespace Twofold.Policies.Tests.Importing;

/// <summary>Every path of a JSON document that ends in something without keys, found by another reader than the importer's.</summary>
internal static partial class LeafPaths
{
    public static IReadOnlyList<string> Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Below(document.RootElement, "")];
    }

    private static IEnumerable<string> Below(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object when element.EnumerateObject().Any() => element.EnumerateObject().SelectMany(m => Below(m.Value, Join(path, m.Name))),
        JsonValueKind.Array when element.GetArrayLength() > 0 => element.EnumerateArray().Index().SelectMany(i => Below(i.Item, $"{path}[{i.Index}]")),
        _ => [path],
    };

    private static string Join(string path, string name) =>
        !Plain().IsMatch(name) ? $"{path}[{JsonSerializer.Serialize(name)}]" : path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"\A([A-Za-z0-9_-]+|[A-Za-z0-9_-]*@odata\.[A-Za-z]+)\z")]
    private static partial Regex Plain();
}
