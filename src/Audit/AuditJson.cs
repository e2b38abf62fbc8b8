using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Auditing;

/// <summary>The JSON contracts of checkpoints and exports: camel case, no unknown members, no duplicates, no comments.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(ExportLine))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    // Text stays readable: nothing here ever stands inside a web page.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static AuditJson Relaxed => Made.Relaxed;

    // Apart, because it is made from a field that the generator declares in another file.
    private static class Made
    {
        internal static readonly AuditJson Relaxed = new(new JsonSerializerOptions(Default.Options) { Encoder = AuditJson.Encoder });
    }
}
