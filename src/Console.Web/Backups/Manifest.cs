using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Web.Backups;

/// <summary>What is in a backup; the first entry of its archive.</summary>
/// <param name="Format">Always 1.</param>
/// <param name="Store">
/// <c>sqlite</c>: the database is one of the files; <c>postgres</c>: each table is one below <c>postgres/</c>, as COPY in its binary form has it,
/// and <c>postgres/tables.json</c> says what they are and of which step.
/// </param>
/// <param name="Files">Every file, by its path below the data folder.</param>
sealed record Manifest(int Format, DateTimeOffset MadeAt, string Program, string Store, ImmutableArray<KeptFile> Files)
{
    /// <summary>The name of the entry.</summary>
    public const string Name = "manifest.json";

    /// <summary>The format that this program writes and reads.</summary>
    public const int Current = 1;

    /// <summary>As it is in the archive.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);

    /// <summary>From the archive.</summary>
    /// <exception cref="BackupException"><c>backup/damaged</c>, <c>backup/too-new</c></exception>
    public static Manifest Read(Stream json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.Manifest);
            return manifest?.Format switch
            {
                Current => manifest,
                > Current => throw new BackupException("backup/too-new", $"the backup has the format `{manifest.Format}`, this program knows `{Current}`"),
                _ => throw new BackupException("backup/damaged", "the backup has no manifest"),
            };
        }
        catch (JsonException fault)
        {
            throw new BackupException("backup/damaged", "the backup's manifest cannot be read", fault);
        }
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Below the data folder, with slashes.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
sealed record KeptFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Manifest))]
sealed partial class ManifestJson : JsonSerializerContext;
