using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twofold.Fleet;

/// <summary>One change of the JSON that a kind stores: turns what was written before it into what is written after it. Null where nothing changed.</summary>
public sealed record Reshaping
{
    /// <summary>Of a state.</summary>
    public Func<JsonObject, JsonObject>? State { get; init; }

    /// <summary>Of an event, which names itself in <c>type</c>.</summary>
    public Func<JsonObject, JsonObject>? Event { get; init; }

    /// <summary>Of a command, as letters carry it.</summary>
    public Func<JsonObject, JsonObject>? Command { get; init; }
}

/// <summary>
/// The shapes that a kind's JSON has had. The first is 1 and each reshaping makes one more; the number is stored beside the JSON, which
/// itself is never rewritten. What was written in any of them can be read for ever; what a newer program wrote is refused, not guessed.
/// </summary>
public sealed class Shapes(params ImmutableArray<Reshaping> steps)
{
    /// <summary>A kind whose JSON never changed.</summary>
    public static Shapes First { get; } = new([]);

    /// <summary>The shape in which this program writes.</summary>
    public int Current => steps.Length + 1;

    /// <summary>A stored state in the present shape.</summary>
    /// <exception cref="NewerShapeException">A newer program wrote it.</exception>
    public ReadOnlyMemory<byte> State(int shape, ReadOnlyMemory<byte> json) => Raise(shape, json, s => s.State);

    /// <summary>A stored event in the present shape.</summary>
    /// <exception cref="NewerShapeException">A newer program wrote it.</exception>
    public ReadOnlyMemory<byte> Event(int shape, ReadOnlyMemory<byte> json) => Raise(shape, json, s => s.Event);

    /// <summary>A stored command in the present shape.</summary>
    /// <exception cref="NewerShapeException">A newer program wrote it.</exception>
    public ReadOnlyMemory<byte> Command(int shape, ReadOnlyMemory<byte> json) => Raise(shape, json, s => s.Command);

    private ReadOnlyMemory<byte> Raise(int shape, ReadOnlyMemory<byte> json, Func<Reshaping, Func<JsonObject, JsonObject>?> part)
    {
        if (shape == Current) return json;
        if (shape > Current) throw new NewerShapeException(shape, Current);
        var node = JsonNode.Parse(json.Span) as JsonObject ?? throw new JsonException("what is stored is a JSON object");
        foreach (var step in steps.Skip(shape - 1)) node = part(step)?.Invoke(node) ?? node;
        return JsonSerializer.SerializeToUtf8Bytes(node, ShapesJson.Default.JsonObject);
    }
}

/// <summary>What is stored was written by a newer program; it is left as it is.</summary>
public sealed class NewerShapeException(int shape, int known) : Exception($"a newer program wrote this in shape `{shape}`, this one knows `{known}`")
{
    /// <summary>Stable.</summary>
    public const string Code = "grain/too-new";
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class ShapesJson : System.Text.Json.Serialization.JsonSerializerContext;
