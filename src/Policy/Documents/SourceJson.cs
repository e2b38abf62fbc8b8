using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Policies;

/// <summary>Source files as JSON: <c>{"v":1,"files":[{"name":…,"text":…}]}</c>, read strictly.</summary>
internal static partial class SourceJson
{
    private const int Version = 1;

    // Every character may take six in JSON; beyond that no set within the limits is meant.
    private const long Longest = 6L * (PolicyLimits.SetLength + (PolicyLimits.Files * 1024L));

    public static string Write(IReadOnlyList<SourceFile> files) =>
        JsonSerializer.Serialize(new Bundle(Version, files), Context.Default.Bundle);

    public static bool TryRead(
        string untrustedJson, [NotNullWhen(true)] out IReadOnlyList<SourceFile>? files, [NotNullWhen(false)] out PolicyProblem? problem)
    {
        files = Parse(untrustedJson);
        problem = files is null ? new("policy/unreadable-set", "set.json", 1, 1, "this is not a policy set of version `1`") : null;
        return files is not null;
    }

    private static IReadOnlyList<SourceFile>? Parse(string untrustedJson)
    {
        if (untrustedJson.Length > Longest) return null;
        try
        {
            var bundle = JsonSerializer.Deserialize(untrustedJson, Context.Default.Bundle);
            return bundle?.V == Version && bundle.Files.All(f => f is not null) ? bundle.Files : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Bundle(int V, IReadOnlyList<SourceFile> Files);

    [JsonSerializable(typeof(Bundle))]
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false)]
    private sealed partial class Context : JsonSerializerContext;
}
