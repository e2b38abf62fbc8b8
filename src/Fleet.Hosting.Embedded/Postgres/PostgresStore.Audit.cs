using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <content>What the audit keeps: keys of persons, the feed of events, checkpoints and how far each witness is.</content>
public sealed partial class PostgresStore
{
    /// <inheritdoc/>
    public ValueTask<PersonKey?> FindPersonAsync(ReadOnlyMemory<byte> mark, CancellationToken cancel) => _reads.OneAsync(
        $"SELECT {StoredRows.PersonColumns} FROM person_keys WHERE mark = $1", [mark.ToArray()], StoredRows.Person, cancel);

    /// <inheritdoc/>
    public ValueTask<PersonKey?> PersonAsync(string id, CancellationToken cancel) => _reads.OneAsync(
        $"SELECT {StoredRows.PersonColumns} FROM person_keys WHERE id = $1", [id], StoredRows.Person, cancel);

    /// <summary>
    /// Destroys key and mark. PostgreSQL overwrites nothing in place: the table is written anew without them, while the server's own log
    /// holds the row as it was until the server uses its segments again, and so do its archive and its backups. What is left there is the
    /// key as the installation protects it.
    /// </summary>
    /// <inheritdoc/>
    public async ValueTask<bool> ErasePersonAsync(string id, DateTimeOffset at, CancellationToken cancel)
    {
        var erased = await _writer.RunAsync(new PostgresWrite.Commands(PostgresPersons.Erase(id, at), PostgresHistory.DropClear()), cancel);

        // Also when the person was erased before: that time may have ended just here.
        await _reads.RunAsync("VACUUM (FULL) person_keys", cancel);
        return erased;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> LastHashAsync(GrainId grain, CancellationToken cancel)
    {
        const string newest = "SELECT hash FROM events WHERE kind = $1 AND key = $2 ORDER BY position DESC LIMIT 1";
        return await _reads.OneAsync(newest, [grain.Kind, grain.Key], row => row.Blob(0), cancel) is { } hash ? hash : (ReadOnlyMemory<byte>?)null;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<FeedLink>> LinksAsync(long after, int take, CancellationToken cancel) => _reads.AllAsync(
        $"SELECT {StoredRows.LinkColumns} FROM events WHERE position > $1 AND position < feed_end() ORDER BY position LIMIT $2",
        [after, take], StoredRows.Link, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredEvent>> FeedAsync(long after, int take, CancellationToken cancel) => _reads.AllAsync(
        $"SELECT {StoredRows.EventColumns} FROM events WHERE position > $1 AND position < feed_end() ORDER BY position LIMIT $2",
        [after, take], StoredRows.Event, cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancel) => await _writer.RunAsync(
        new PostgresWrite.Commands(PostgresSql.Command(
            $"""
            INSERT INTO checkpoints ({StoredRows.CheckpointColumns}) SELECT $1, $2, $3, $4, $5
            WHERE $1 = (SELECT coalesce(max(number), 0) + 1 FROM checkpoints) AND $3 = (SELECT coalesce(max(through), 0) FROM checkpoints)
            ON CONFLICT DO NOTHING
            """,
            checkpoint.Number, checkpoint.At.UtcTicks, checkpoint.After, checkpoint.Through, checkpoint.Jws)),
        cancel);

    /// <inheritdoc/>
    public ValueTask<StoredCheckpoint?> NewestCheckpointAsync(CancellationToken cancel) => _reads.OneAsync(
        $"SELECT {StoredRows.CheckpointColumns} FROM checkpoints ORDER BY number DESC LIMIT 1", [], StoredRows.Checkpoint, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredCheckpoint>> CheckpointsAsync(long after, int take, CancellationToken cancel) => _reads.AllAsync(
        $"SELECT {StoredRows.CheckpointColumns} FROM checkpoints WHERE number > $1 ORDER BY number LIMIT $2", [after, take], StoredRows.Checkpoint, cancel);

    /// <inheritdoc/>
    public async ValueTask<long> WitnessedAsync(string witness, CancellationToken cancel) =>
        (await _reads.AllAsync("SELECT number FROM witnesses WHERE name = $1", [witness], row => row.GetInt64(0), cancel)).FirstOrDefault();

    /// <inheritdoc/>
    public async ValueTask WitnessAsync(string witness, long number, CancellationToken cancel) => await _writer.RunAsync(
        new PostgresWrite.Commands(PostgresSql.Command(
            "INSERT INTO witnesses (name, number) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET number = greatest(witnesses.number, excluded.number)",
            witness, number)),
        cancel);
}
