using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <content>What is kept of the past, what retention makes of it, and whether anything can be written.</content>
public sealed partial class PostgresStore
{
    /// <inheritdoc/>
    public string? Trouble => _writing.Trouble ?? _reading.Trouble;

    /// <inheritdoc/>
    public ValueTask<StoredPast> PastAsync(GrainId id, Moment moment, CancellationToken cancel) =>
        _reads.TogetherAsync(c => PostgresHistory.PastAsync(c, id, moment, cancel), cancel);

    /// <inheritdoc/>
    public ValueTask<long> ForgottenUpToAsync(CancellationToken cancel) =>
        _reads.TogetherAsync(c => PostgresHistory.GetMarkAsync(c, StoredRows.ForgottenMark), cancel);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(Forgetting what, CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Commands([.. PostgresHistory.Forget(what)]), cancel);

    /// <inheritdoc/>
    public async ValueTask<long> BeginRoundAsync(long most, CancellationToken cancel)
    {
        var round = 0L;
        await _writer.RunAsync(
            new PostgresWrite.Alone(async connection => round = await connection.AskAsync<long>(
                """
                INSERT INTO marks (name, value) VALUES ('document-round', $1)
                ON CONFLICT (name) DO UPDATE SET value = greatest(marks.value, least(marks.value + 1, $1)) RETURNING value
                """,
                most)),
            cancel);
        return round;
    }

    /// <inheritdoc/>
    public async ValueTask NameAsync(long round, ImmutableArray<string> digests, CancellationToken cancel) => await _writer.RunAsync(
        new PostgresWrite.Commands(PostgresSql.Command(
            "UPDATE documents SET round = $1 WHERE digest = ANY ($2) AND round < $1", round, digests.ToArray())),
        cancel);

    /// <inheritdoc/>
    public async ValueTask<int> CollectAsync(long before, int take, CancellationToken cancel)
    {
        var collected = 0;
        await _writer.RunAsync(
            new PostgresWrite.Alone(async connection => collected = (int)await connection.AskAsync<long>(
                """
                WITH gone AS (
                    DELETE FROM documents WHERE digest IN (SELECT digest FROM documents WHERE round < $1 LIMIT $2) RETURNING 1)
                SELECT count(*) FROM gone
                """,
                before, take)),
            cancel);
        return collected;
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> RestoredAtAsync(CancellationToken cancel) =>
        await _reads.TogetherAsync(c => PostgresHistory.GetMarkAsync(c, RestoreMark.Name), cancel) is > 0 and var ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    /// <inheritdoc/>
    public async ValueTask RestoreToldAsync(CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Commands(PostgresHistory.SetMark(RestoreMark.Name, 0)), cancel);

    /// <inheritdoc/>
    public async ValueTask<string?> ProbeAsync(CancellationToken cancel)
    {
        try
        {
            await _writer.RunAsync(new PostgresWrite.Commands(PostgresHistory.SetMark("probed", 1)), cancel);
        }
        catch (StoreTroubleException)
        {
            // It is what the answer says.
        }

        return Trouble;
    }
}
