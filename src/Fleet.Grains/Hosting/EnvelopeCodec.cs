using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Hosting;

/// <summary>A command with all that belongs to it as JSON, for its way from one machine to another. The receiver's name travels beside it.</summary>
internal static class EnvelopeCodec
{
    public static byte[] Write(CommandEnvelope e) => JsonSerializer.SerializeToUtf8Bytes(
        new Written(e.CommandId, e.Actor.Kind, e.Actor.Id, e.Actor.Capabilities, e.Actor.OnBehalfOf, e.Sender?.ToString(), e.Sequence, e.Body),
        EnvelopeJson.Default.Written);

    /// <exception cref="JsonException">It is not one.</exception>
    public static CommandEnvelope Read(GrainId to, ReadOnlySpan<byte> json)
    {
        var e = JsonSerializer.Deserialize(json, EnvelopeJson.Default.Written) ?? throw new JsonException("a command is never null");
        GrainId? sender = e.Sender is null ? null : GrainId.Parse(e.Sender);
        return new CommandEnvelope(to, e.CommandId, new Actor(e.ActorKind, e.ActorId, e.Capabilities, e.OnBehalfOf), sender, e.Sequence, e.Body);
    }

    internal sealed record Written(
        string CommandId, ActorKind ActorKind, string ActorId, ImmutableHashSet<string> Capabilities, string? OnBehalfOf, string? Sender,
        long Sequence, ReadOnlyMemory<byte> Body);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnvelopeCodec.Written))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
