using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The tables <c>checkpoints</c>, only ever added to, and <c>witnesses</c>.</summary>
internal sealed class CheckpointRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        $"""
        INSERT INTO checkpoints ({StoredRows.CheckpointColumns}) SELECT $1, $2, $3, $4, $5
        WHERE $1 = (SELECT coalesce(max(number), 0) + 1 FROM checkpoints) AND $3 = (SELECT coalesce(max(through), 0) FROM checkpoints)
        """);

    private readonly Statement _witness = new(
        connection, "INSERT INTO witnesses (name, number) VALUES ($1, $2) ON CONFLICT DO UPDATE SET number = max(number, excluded.number)");

    /// <summary>False when it does not follow on the newest.</summary>
    public bool Add(StoredCheckpoint checkpoint) =>
        _insert.Run(checkpoint.Number, checkpoint.At.UtcTicks, checkpoint.After, checkpoint.Through, checkpoint.Jws) == 1;

    public bool Witness(string witness, long number) => _witness.Run(witness, number) == 1;

    public static StoredCheckpoint? Newest(SqliteConnection connection)
    {
        using var command = connection.Ask($"SELECT {StoredRows.CheckpointColumns} FROM checkpoints ORDER BY number DESC LIMIT 1");
        return command.ReadAll(StoredRows.Checkpoint).FirstOrDefault();
    }

    public static ImmutableArray<StoredCheckpoint> Page(SqliteConnection connection, long after, int take)
    {
        using var command = connection.Ask(
            $"SELECT {StoredRows.CheckpointColumns} FROM checkpoints WHERE number > $1 ORDER BY number LIMIT $2", after, take);
        return command.ReadAll(StoredRows.Checkpoint);
    }

    public static long Witnessed(SqliteConnection connection, string witness)
    {
        using var command = connection.Ask("SELECT number FROM witnesses WHERE name = $1", witness);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _witness.Dispose();
    }
}
