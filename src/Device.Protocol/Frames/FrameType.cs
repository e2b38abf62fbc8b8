using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>The type of a frame: its first member, always.</summary>
internal static class FrameType
{
    public static FrozenSet<string> PhoneTypes { get; } = TypesOf(typeof(PhoneFrame));

    public static FrozenSet<string> ServerTypes { get; } = TypesOf(typeof(ServerFrame));

    /// <summary>What is wrong with the frame's type, or null.</summary>
    public static Problem? Check(ReadOnlySpan<byte> untrustedBytes, IReadOnlySet<string> known)
    {
        if (Read(untrustedBytes) is not { } type) return new(FrameCodes.Malformed, "a frame is a JSON object that begins with its `type`");
        return known.Contains(type) ? null : new(FrameCodes.UnknownType, $"`{Grammar.Shown(type)}` is not a type of frame");
    }

    private static string? Read(ReadOnlySpan<byte> untrustedBytes)
    {
        try
        {
            var json = new Utf8JsonReader(untrustedBytes);
            var begins = json.Read() && json.TokenType == JsonTokenType.StartObject && json.Read() && json.ValueTextEquals("type");
            return begins && json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Text that is not UTF-8 shows only when it is taken out, as an invalid operation.
            return null;
        }
    }

    private static FrozenSet<string> TypesOf(Type frame) => frame.GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(a => (string)a.TypeDiscriminator!).ToFrozenSet(StringComparer.Ordinal);
}
