using System.Reflection;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Tests.Audit;

/// <summary>No text in an event is stored without somebody having thought about whether it can be the name of a person.</summary>
public sealed class PersonFieldTests
{
    private static readonly Type[] Events =
    [
        .. typeof(FleetKinds).Assembly.GetTypes().Where(t => t.IsAbstract && t.Name.EndsWith("Event", StringComparison.Ordinal)
            && t.GetCustomAttributes<JsonDerivedTypeAttribute>().Any()).OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_text_in_an_event_is_marked_as_a_name_or_reviewed_as_none()
    {
        var loose = Events.SelectMany(Texts).Distinct()
            .Where(t => !IsMarked(t) && !Reviewed.Names.ContainsKey($"{t.DeclaringType!.Name}.{t.Name}") && !Reviewed.Names.ContainsKey(t.Name))
            .Select(t => $"{t.DeclaringType!.FullName}.{t.Name}").Order(StringComparer.Ordinal).ToList();
        Assert.True(loose.Count == 0, $"mark as [PersonName], or review as no name in {nameof(Reviewed)}:\n  {string.Join("\n  ", loose)}");
    }

    [Fact]
    public void What_was_reviewed_is_still_there()
    {
        var all = Events.SelectMany(Texts).SelectMany(t => new[] { t.Name, $"{t.DeclaringType!.Name}.{t.Name}" }).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(all, Reviewed.Names.Keys.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_marked_property_is_found_by_the_json_contracts_of_its_kind()
    {
        foreach (var kind in FleetKinds.All.All)
        {
            var events = Events.SingleOrDefault(e => e.Namespace == KindOf(kind));
            if (events is null) continue;
            foreach (var derived in events.GetCustomAttributes<JsonDerivedTypeAttribute>())
            {
                var marked = Texts(derived.DerivedType, []).Where(IsMarked).Select(t => t.Name).Order(StringComparer.OrdinalIgnoreCase);
                var found = kind.PersonFields((string)derived.TypeDiscriminator!).Select(f => f.Path[^1]).Order(StringComparer.OrdinalIgnoreCase);
                Assert.Equal(marked, found, StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void The_walk_over_events_sees_what_is_nested() =>
        Assert.Contains(Events.SelectMany(Texts), t => t.DeclaringType == typeof(Phones.Enrolment) && t.Name == "Owner");

    private static string? KindOf(IGrainKind kind) => kind.GetType().GetGenericArguments()[3].Namespace;

    private static bool IsMarked(PropertyInfo text) => text.IsDefined(typeof(PersonNameAttribute)) || text.IsDefined(typeof(PersonSecretAttribute));

    private static IEnumerable<PropertyInfo> Texts(Type events) =>
        events.GetCustomAttributes<JsonDerivedTypeAttribute>().SelectMany(d => Texts(d.DerivedType, []));

    private static IEnumerable<PropertyInfo> Texts(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type)) yield break;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            foreach (var held in Held(property.PropertyType))
            {
                if (held == typeof(string)) yield return property;
                else if (held.Namespace?.StartsWith("Twofold", StringComparison.Ordinal) == true && !held.IsEnum)
                    foreach (var nested in Texts(held, seen)) yield return nested;
            }
        }
    }

    // A type, what a collection holds, what a dictionary holds by which name.
    private static IEnumerable<Type> Held(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray) return Held(type.GetElementType()!);
        return type.IsGenericType && type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? type.GetGenericArguments().SelectMany(Held) : [type];
    }
}
