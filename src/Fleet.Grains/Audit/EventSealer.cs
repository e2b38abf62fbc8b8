using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Twofold.Auditing;

namespace Twofold.Fleet;

/// <summary>
/// What a host does to a write between the turn and the save: names of persons are sealed, then the events are linked to their chain.
/// Most writes name nobody and are only linked.
/// </summary>
/// <param name="keys">The keys of persons; null seals nothing, for a host without an installation around it.</param>
/// <param name="store">Where events were written before; null together with <paramref name="keys"/>.</param>
public sealed class EventSealer(GrainRegistry registry, PersonKeys? keys, IPersonStore? store)
{
    /// <summary>The write as it is to be saved.</summary>
    /// <param name="head">The chain's head before the write, <see cref="IActivation.Head"/>.</param>
    public ValueTask<GrainWrite> SealAsync(GrainWrite write, ReadOnlyMemory<byte> head, CancellationToken cancel) =>
        keys is null || !NamesSomeone(write) ? new(GrainChain.Link(write, head)) : SealAsync(keys, write, head, cancel);

    /// <summary>Says what became of a sealed write, so that keys which were not kept are not relied on.</summary>
    public void Saved(GrainWrite write, bool kept) => keys?.Saved(write, kept);

    private bool NamesSomeone(GrainWrite write)
    {
        if (write.Events.IsEmpty) return false;
        var kind = registry.Kind(write.Grain.Id.Kind);
        if (kind.KeyIsPerson) return true;
        foreach (var happened in write.Events)
        {
            if (happened.ActorKind == ActorKind.Person || !kind.PersonFields(happened.Type).IsEmpty || PersonCommands.Names(happened.CommandId, registry)) return true;
        }

        return false;
    }

    private async ValueTask<GrainWrite> SealAsync(PersonKeys known, GrainWrite write, ReadOnlyMemory<byte> head, CancellationToken cancel)
    {
        var named = new HashSet<KnownPerson>(ReferenceEqualityComparer.Instance);
        var kind = registry.Kind(write.Grain.Id.Kind);
        var grain = write.Grain.Id;
        if (kind.KeyIsPerson) grain = grain with { Key = await SealAsync(grain.Key) };
        var events = ImmutableArray.CreateBuilder<StoredEvent>(write.Events.Length);
        foreach (var happened in write.Events)
        {
            events.Add(happened with
            {
                Grain = grain,
                ActorId = happened.ActorKind == ActorKind.Person ? await SealAsync(happened.ActorId) : happened.ActorId,
                CommandId = PersonCommands.Find(happened.CommandId, registry) is { } name
                    ? happened.CommandId.Replace(name, await SealAsync(name), StringComparison.Ordinal)
                    : happened.CommandId,
                Body = await SealBodyAsync(happened, kind.PersonFields(happened.Type), write.Grain.Id.Key, named, known, cancel),
            });
        }

        if (kind.KeyIsPerson) head = await store!.LastHashAsync(grain, cancel) ?? EventChain.Start;
        return GrainChain.Link(write with { Events = events.MoveToImmutable(), Persons = known.ToKeep(named) }, head);

        async ValueTask<string> SealAsync(string name)
        {
            if (name.Length == 0) return name;
            var person = await known.ForAsync(name, cancel);
            named.Add(person);
            return person.Seal(name);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> SealBodyAsync(
        StoredEvent happened, ImmutableArray<PersonField> fields, string key, HashSet<KnownPerson> named, PersonKeys known, CancellationToken cancel)
    {
        if (fields.IsEmpty) return happened.Body;
        var body = JsonNode.Parse(happened.Body.Span);
        foreach (var field in fields)
        {
            foreach (var (holder, property) in field.Find(body).ToList())
            {
                var text = holder[property]!.GetValue<string>();
                var person = await known.ForAsync(field.IsSecret ? key : PersonIn(text), cancel);
                named.Add(person);
                holder[property] = person.Seal(text);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(body!, PersonJson.Default.JsonNode);
    }

    // A token is shown with the operator behind it; it is that operator's name.
    private static string PersonIn(string shown) =>
        shown.IndexOf(" (token ", StringComparison.Ordinal) is > 0 and var end && shown.EndsWith(')') ? shown[..end] : shown;
}
