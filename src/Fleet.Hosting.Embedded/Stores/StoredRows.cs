using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Embedded;

/// <summary>The columns that every database keeps alike, in the order in which they are read. Instants are UTC ticks.</summary>
internal static class StoredRows
{
    public const string GrainColumns = "kind, key, version, state, ledger, wake_at, head, shape";

    public const string DueColumns = "kind, key, version, wake_at";

    public const string EventColumns = "position, kind, key, version, type, at, actor_kind, actor_id, command_id, body, hash, shape, forgotten";

    public const string LinkColumns = "position, kind, key, hash";

    public const string PersonColumns = "id, mark, key, erased_at";

    public const string CheckpointColumns = "number, at, after, through, jws";

    /// <summary>Without the mark, which comes first when letters are read.</summary>
    public const string LetterColumns =
        "from_kind, from_key, to_kind, to_key, sequence, actor_kind, actor_id, capabilities, on_behalf_of, body, refused_code, refused_explanation, shape";

    public const string SnapshotColumns = "kind, key, version, position, at, shape, state";

    /// <summary>The mark up to which retention has looked.</summary>
    public const string ForgottenMark = "forgotten";

    public static StoredSnapshot Snapshot(DbDataReader row) => new(
        new GrainId(row.GetString(0), row.GetString(1)), row.GetInt64(2), row.GetInt64(3), row.Instant(4), row.GetInt32(5), row.Blob(6));

    public static StoredGrain Grain(DbDataReader row) => new(
        new GrainId(row.GetString(0), row.GetString(1)), row.GetInt64(2), row.Blob(3), row.Blob(4), row.IsDBNull(5) ? null : row.Instant(5), row.Blob(6))
    {
        Shape = row.GetInt32(7),
    };

    public static DueGrain Due(DbDataReader row) => new(new GrainId(row.GetString(0), row.GetString(1)), row.GetInt64(2), row.Instant(3));

    public static StoredEvent Event(DbDataReader row) => new(
        row.GetInt64(0), new GrainId(row.GetString(1), row.GetString(2)), row.GetInt64(3), row.GetString(4), row.Instant(5),
        (ActorKind)row.GetInt32(6), row.GetString(7), row.GetString(8), row.Blob(9), row.Blob(10))
    {
        Shape = row.GetInt32(11),
        Forgotten = row.IsDBNull(12) ? default : row.Blob(12),
    };

    public static FeedLink Link(DbDataReader row) => new(row.GetInt64(0), new GrainId(row.GetString(1), row.GetString(2)), row.Blob(3));

    public static PersonKey Person(DbDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? [] : row.Blob(1), row.IsDBNull(2) ? [] : row.Blob(2), row.IsDBNull(3) ? null : row.Instant(3));

    public static StoredCheckpoint Checkpoint(DbDataReader row) =>
        new(row.GetInt64(0), row.Instant(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));

    /// <summary>The mark, then <see cref="LetterColumns"/>.</summary>
    public static (long Mark, StoredLetter Letter) Letter(DbDataReader row) => (row.GetInt64(0), new StoredLetter(
        new GrainId(row.GetString(1), row.GetString(2)), new GrainId(row.GetString(3), row.GetString(4)), row.GetInt64(5), Actor(row), row.Blob(10),
        row.IsDBNull(11) ? null : new LetterRefusal(row.GetString(11), row.GetString(12)))
    {
        Shape = row.GetInt32(13),
    });

    /// <summary>The mark, <see cref="LetterColumns"/>, the reason, the instant.</summary>
    public static ParkedLetter Parked(DbDataReader row) => new(Letter(row).Letter, row.GetString(14), row.Instant(15));

    /// <summary>An actor's capabilities as a letter's row keeps them.</summary>
    public static string Capabilities(Actor actor) => JsonSerializer.Serialize(actor.Capabilities, LetterJson.Default.ImmutableHashSetString);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Instant(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static byte[] Blob(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static Actor Actor(DbDataReader row) => new(
        (ActorKind)row.GetInt32(6), row.GetString(7), JsonSerializer.Deserialize(row.GetString(8), LetterJson.Default.ImmutableHashSetString)!,
        row.TextOrNull(9));
}

[JsonSerializable(typeof(ImmutableHashSet<string>))]
internal sealed partial class LetterJson : JsonSerializerContext;
