using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>What a copy of a database holds, and of which form of the tables it is.</summary>
/// <param name="Step">The step that the tables were at.</param>
internal sealed record CopyContents(int Step, ImmutableArray<CopiedTable> Tables)
{
    /// <summary>
    /// What a copy holds: everything that cannot be made again. Index tables are filled from the grains, the form of the tables is
    /// <see cref="Step"/>, and what is added to a transaction's number belongs to the server that counts them.
    /// </summary>
    public static readonly ImmutableArray<string> Kept =
        ["grains", "events", "letters", "parked_letters", "documents", "person_keys", "checkpoints", "witnesses", "snapshots", "marks"];

    /// <summary>What is made anew instead of copied, beside the index tables.</summary>
    public static readonly ImmutableArray<string> MadeAnew = ["schema_version", "index_tables", "feed"];

    /// <summary>What is there of it in the database.</summary>
    /// <exception cref="StoreException"><c>store/empty</c>, <c>store/too-new</c></exception>
    public static async Task<CopyContents> OfAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (!await connection.AskAsync<bool>("SELECT to_regclass('schema_version') IS NOT NULL"))
            throw new StoreException("store/empty", $"there is no fleet in the database `{connection.Database}`");
        var step = await PostgresMigrations.DoneAsync(connection);
        PostgresMigrations.EnsureKnown(step);
        return new CopyContents(step, await PostgresReads.AllAsync(
            connection,
            """
            SELECT table_name::text, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = ANY ($1) GROUP BY table_name ORDER BY array_position($1, table_name::text)
            """,
            [Kept.ToArray()], row => new CopiedTable(row.GetString(0), [.. row.GetFieldValue<string[]>(1)]), cancel));
    }

    /// <summary>From the file that <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="JsonException">It did not.</exception>
    public static async Task<CopyContents> ReadAsync(string file)
    {
        await using var json = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync(json, CopyJson.Default.CopyContents) is { Step: > 0 } contents ? contents : throw new JsonException();
    }

    /// <summary>Writes it into a file.</summary>
    public Task WriteAsync(string file, CancellationToken cancel) =>
        File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(this, CopyJson.Default.CopyContents), cancel);

    /// <summary>Whether these are the same columns of the same tables at the same step.</summary>
    public bool Equals(CopyContents? other) => other is not null && Step == other.Step && Tables.SequenceEqual(other.Tables);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, Tables.Length);
}

/// <summary>A table of a copy. Its rows are in a file with its name, as COPY in its binary form has them.</summary>
/// <param name="Columns">In the order in which they are copied.</param>
internal sealed record CopiedTable(string Name, ImmutableArray<string> Columns)
{
    /// <summary>The table and its columns in SQL.</summary>
    public string Sql => $"{Name} ({string.Join(", ", Columns.Select(c => $"\"{c}\""))})";

    /// <inheritdoc/>
    public bool Equals(CopiedTable? other) => other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Columns.Length);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CopyContents))]
internal sealed partial class CopyJson : JsonSerializerContext;
