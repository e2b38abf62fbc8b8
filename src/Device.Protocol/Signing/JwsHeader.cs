using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>The protected header: these three members and no other.</summary>
internal sealed record JwsHeader(string Alg, string Kid, string Typ)
{
    public const string Es256 = "ES256";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JwsJson.Default.JwsHeader);

    public static JwsHeader? Read(ReadOnlySpan<byte> untrustedBytes)
    {
        try
        {
            return JsonSerializer.Deserialize(untrustedBytes, JwsJson.Default.JwsHeader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON contract of the header.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 2)]
[JsonSerializable(typeof(JwsHeader))]
internal sealed partial class JwsJson : JsonSerializerContext;
