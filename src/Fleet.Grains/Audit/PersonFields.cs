using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Twofold.Fleet;

/// <summary>A property of an event that is sealed: the names of the properties that lead to it. Arrays on the way are entered.</summary>
/// <param name="IsSecret">Whether it belongs to the person who is the grain's key, instead of naming a person itself.</param>
public sealed record PersonField(ImmutableArray<string> Path, bool IsSecret)
{
    /// <summary>Where the field stands in an event: the object and the property in it that holds a text.</summary>
    internal IEnumerable<(JsonObject Holder, string Name)> Find(JsonNode? body) => Find(body, Path.AsMemory());

    private static IEnumerable<(JsonObject Holder, string Name)> Find(JsonNode? node, ReadOnlyMemory<string> path) => node switch
    {
        JsonArray array => array.SelectMany(n => Find(n, path)),
        JsonObject holder when path.Length == 1 => IsText(holder[path.Span[0]]) ? [(holder, path.Span[0])] : [],
        JsonObject holder => Find(holder[path.Span[0]], path[1..]),
        _ => [],
    };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;
}

/// <summary>Finds the marked properties of the events of a kind, by their JSON contracts.</summary>
internal static class PersonFields
{
    private const int Deepest = 6;

    /// <summary>The marked properties of each event, by the event's name in JSON; events without any are not there.</summary>
    public static FrozenDictionary<string, ImmutableArray<PersonField>> Of(JsonTypeInfo events) =>
        (events.PolymorphismOptions?.DerivedTypes ?? [])
            .Select(d => (Name: d.TypeDiscriminator as string ?? d.DerivedType.Name, Fields: Walk(events.Options.GetTypeInfo(d.DerivedType), []).ToImmutableArray()))
            .Where(e => !e.Fields.IsEmpty)
            .ToFrozenDictionary(e => e.Name, e => e.Fields, StringComparer.Ordinal);

    private static IEnumerable<PersonField> Walk(JsonTypeInfo type, ImmutableArray<string> path)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable) return Walk(type.Options.GetTypeInfo(type.ElementType!), path);
        return type.Kind == JsonTypeInfoKind.Object && path.Length < Deepest ? type.Properties.SelectMany(p => Walk(p, path.Add(p.Name))) : [];
    }

    private static IEnumerable<PersonField> Walk(JsonPropertyInfo property, ImmutableArray<string> path)
    {
        if (Has<PersonNameAttribute>(property)) return [new PersonField(path, IsSecret: false)];
        return Has<PersonSecretAttribute>(property) ? [new PersonField(path, IsSecret: true)] : Walk(property.Options.GetTypeInfo(property.PropertyType), path);
    }

    private static bool Has<T>(JsonPropertyInfo property)
        where T : Attribute =>
        property.AttributeProvider is MemberInfo member ? member.IsDefined(typeof(T)) : property.AttributeProvider?.IsDefined(typeof(T), false) == true;
}
