using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Policies;

/// <summary>Writes a scope as its text, so that plans and commands can carry it.</summary>
public sealed class PolicyScopeJson : JsonConverter<PolicyScope>
{
    /// <inheritdoc/>
    public override PolicyScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Empty;
        var scope = PolicyScope.Parse(text);
        return scope.IsRead ? scope.Value : throw new JsonException(scope.Fault.Message);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PolicyScope value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
