using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Twofold.Fleet;

/// <summary>The history with names in it: what is sealed is shown in clear, and who was erased as <c>erased person ID</c>.</summary>
public sealed class ReadableLog(IEventLog log, GrainRegistry registry, PersonKeys keys) : IEventLog
{
    /// <summary>How an erased person is shown.</summary>
    public static string Erased(string id) => $"erased person {id}";

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> ReadAsync(EventQuery query, CancellationToken cancel)
    {
        var page = await log.ReadAsync(await SealedAsync(query, cancel), cancel);
        var shown = ImmutableArray.CreateBuilder<StoredEvent>(page.Length);
        foreach (var happened in page) shown.Add(await OpenAsync(happened, cancel));
        return shown.MoveToImmutable();
    }

    /// <summary>An event as it is stored, with names in it. Its hash is of what is stored.</summary>
    public async ValueTask<StoredEvent> OpenAsync(StoredEvent happened, CancellationToken cancel)
    {
        var kind = registry.Kind(happened.Grain.Kind);
        return happened with
        {
            Grain = kind.KeyIsPerson ? happened.Grain with { Key = await OpenAsync(happened.Grain.Key, cancel) } : happened.Grain,
            ActorId = happened.ActorKind == ActorKind.Person ? await OpenAsync(happened.ActorId, cancel) : happened.ActorId,
            CommandId = await OpenAsync(happened.CommandId, cancel),
            Body = await OpenAsync(happened.Body, kind.PersonFields(happened.Type), cancel),
        };
    }

    /// <summary>A snapshot that was folded from stored events, with names in it.</summary>
    public async ValueTask<StoredSnapshot> OpenAsync(StoredSnapshot kept, CancellationToken cancel)
    {
        if (kept.State.Span.IndexOf("person:"u8) < 0) return kept;
        var state = await OpenAsync(JsonNode.Parse(kept.State.Span), cancel);
        return kept with { State = JsonSerializer.SerializeToUtf8Bytes(state!, PersonJson.Default.JsonNode) };
    }

    private async ValueTask<JsonNode?> OpenAsync(JsonNode? node, CancellationToken cancel)
    {
        switch (node)
        {
            case JsonObject holder:
                foreach (var (name, value) in holder.ToList())
                    if (await OpenAsync(value, cancel) is var opened && !ReferenceEquals(opened, value)) holder[name] = opened;
                return holder;
            case JsonArray array:
                for (var n = 0; n < array.Count; n++)
                    if (await OpenAsync(array[n], cancel) is var opened && !ReferenceEquals(opened, array[n])) array[n] = opened;
                return array;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Contains("person:", StringComparison.Ordinal):
                return JsonValue.Create(await OpenAsync(text, cancel));
            default:
                return node;
        }
    }

    private async ValueTask<EventQuery> SealedAsync(EventQuery query, CancellationToken cancel)
    {
        var isPerson = query.Kind is { } kind && registry.All.Any(k => k.Name == kind && k.KeyIsPerson);
        return query with { Actor = await SealedAsync(query.Actor, cancel), Key = isPerson ? await SealedAsync(query.Key, cancel) : query.Key };
    }

    // Who is no person in any event may still be a token or a phone.
    private async ValueTask<string?> SealedAsync(string? name, CancellationToken cancel) =>
        name is not null && await keys.FindAsync(name, cancel) is { } person ? person.Seal(name) : name;

    private async ValueTask<string> OpenAsync(string text, CancellationToken cancel)
    {
        if (!text.Contains("person:", StringComparison.Ordinal)) return text;
        foreach (var found in SealedName.In(text)) text = text.Replace(found, await NameAsync(found, cancel), StringComparison.Ordinal);
        return text;
    }

    private async ValueTask<string> NameAsync(string found, CancellationToken cancel) =>
        SealedName.TryId(found, out var id) && await keys.WithIdAsync(id, cancel) is { } person && SealedName.Open(found, person.Key) is { } name
            ? name
            : Erased(id ?? "");

    private async ValueTask<ReadOnlyMemory<byte>> OpenAsync(ReadOnlyMemory<byte> body, ImmutableArray<PersonField> fields, CancellationToken cancel)
    {
        if (fields.IsEmpty || body.IsEmpty) return body;
        var node = JsonNode.Parse(body.Span);
        foreach (var (holder, property) in fields.SelectMany(f => f.Find(node)).ToList())
            holder[property] = await OpenAsync(holder[property]!.GetValue<string>(), cancel);
        return JsonSerializer.SerializeToUtf8Bytes(node!, PersonJson.Default.JsonNode);
    }
}

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class PersonJson : JsonSerializerContext;
