using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>One transaction for a group of writes: first the grains, all at once, then what belongs to those that were saved.</summary>
internal static class PostgresGroup
{
    public static async Task CommitAsync(NpgsqlConnection connection, IReadOnlyList<PostgresWrite> group)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        if (group is [PostgresWrite.Alone alone]) await alone.RunAsync(connection);
        else await WriteAsync(connection, group);
        await transaction.CommitAsync();
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<PostgresWrite> group)
    {
        // In one order, so that two writers that want the same grains do not each wait for the other.
        var saves = (await MatchingAsync(connection, group)).OrderBy(s => s.Id.Kind, StringComparer.Ordinal).ThenBy(s => s.Id.Key, StringComparer.Ordinal).ToList();

        // INVARIANT: nothing else of a write is touched before its keys and its version are known to match.
        var saved = saves.Count == 0 ? [] : await SaveGrainsAsync(connection, saves);
        foreach (var save in saves) save.Saved = saved.Contains(save.Id);
        await connection.RunAsync([.. Effects([.. saves.Where(s => s.Saved)]), .. group.OfType<PostgresWrite.Commands>().SelectMany(c => c.Again())]);
        foreach (var save in saves.Where(s => s.Saved && s.NamesPersons))
        {
            if (await PostgresPersons.DifferAsync(connection, save.Write.Persons)) throw new OtherPersonException();
        }
    }

    private static async Task<List<PostgresWrite.Save>> MatchingAsync(NpgsqlConnection connection, IReadOnlyList<PostgresWrite> group)
    {
        var matching = new List<PostgresWrite.Save>();
        foreach (var save in group.OfType<PostgresWrite.Save>())
        {
            save.Saved = false;
            if (!save.NamesPersons || !await PostgresPersons.DifferAsync(connection, save.Write.Persons)) matching.Add(save);
        }

        return matching;
    }

    private static IEnumerable<NpgsqlBatchCommand> Effects(IReadOnlyList<PostgresWrite.Save> saved)
    {
        foreach (var save in saved.Where(s => s.NamesPersons)) yield return PostgresPersons.Insert(save.Write.Persons);
        if (Events(saved.SelectMany(s => s.Write.Events)) is { } events) yield return events;
        foreach (var save in saved.Where(s => PostgresHistory.IsDue(s.Write.Grain))) yield return PostgresHistory.Take(save.Write.Grain);
        if (PostgresLetters.Insert(saved.SelectMany(s => s.Write.Letters)) is { } letters) yield return letters;
        foreach (var put in PostgresIndexTables.Put(saved.SelectMany(s => s.Index))) yield return put;
    }

    private static async Task<HashSet<GrainId>> SaveGrainsAsync(NpgsqlConnection connection, List<PostgresWrite.Save> saves)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Inserts(saves.Where(s => s.Write.ExpectedVersion == 0)));
        batch.BatchCommands.Add(Updates(saves.Where(s => s.Write.ExpectedVersion != 0)));
        await using var row = await batch.ExecuteReaderAsync();
        var saved = new HashSet<GrainId>();
        do
        {
            while (await row.ReadAsync()) saved.Add(new GrainId(row.GetString(0), row.GetString(1)));
        }
        while (await row.NextResultAsync());
        return saved;
    }

    private static NpgsqlBatchCommand Inserts(IEnumerable<PostgresWrite.Save> saves)
    {
        var rows = Rows(saves);
        return rows.Command(
            $"""
            INSERT INTO grains ({StoredRows.GrainColumns}) SELECT {StoredRows.GrainColumns} FROM {rows.From} ORDER BY n
            ON CONFLICT DO NOTHING RETURNING kind, key
            """);
    }

    private static NpgsqlBatchCommand Updates(IEnumerable<PostgresWrite.Save> saves)
    {
        var rows = Rows(saves);
        return rows.Command(
            $"""
            UPDATE grains SET version = w.version, state = w.state, ledger = w.ledger, wake_at = w.wake_at, head = w.head, shape = w.shape FROM {rows.From}
            WHERE grains.kind = w.kind AND grains.key = w.key AND grains.version = w.expected RETURNING grains.kind, grains.key
            """);
    }

    private static ColumnArrays Rows(IEnumerable<PostgresWrite.Save> saves)
    {
        var rows = new ColumnArrays(
            ("kind", NpgsqlDbType.Text), ("key", NpgsqlDbType.Text), ("version", NpgsqlDbType.Bigint), ("state", NpgsqlDbType.Bytea),
            ("ledger", NpgsqlDbType.Bytea), ("wake_at", NpgsqlDbType.Bigint), ("head", NpgsqlDbType.Bytea), ("shape", NpgsqlDbType.Integer),
            ("expected", NpgsqlDbType.Bigint));
        foreach (var (grain, expected) in saves.Select(s => (s.Write.Grain, s.Write.ExpectedVersion)))
        {
            rows.Add(
                grain.Id.Kind, grain.Id.Key, grain.Version, grain.State.ToArray(), grain.Ledger.ToArray(), grain.WakeAt?.UtcTicks,
                grain.Head.ToArray(), grain.Shape, expected);
        }

        return rows;
    }

    private static NpgsqlBatchCommand? Events(IEnumerable<StoredEvent> events)
    {
        var rows = new ColumnArrays(
            ("kind", NpgsqlDbType.Text), ("key", NpgsqlDbType.Text), ("version", NpgsqlDbType.Bigint), ("type", NpgsqlDbType.Text),
            ("at", NpgsqlDbType.Bigint), ("actor_kind", NpgsqlDbType.Integer), ("actor_id", NpgsqlDbType.Text),
            ("command_id", NpgsqlDbType.Text), ("body", NpgsqlDbType.Bytea), ("hash", NpgsqlDbType.Bytea), ("shape", NpgsqlDbType.Integer));
        foreach (var happened in events)
        {
            rows.Add(
                happened.Grain.Kind, happened.Grain.Key, happened.Version, happened.Type, happened.At.UtcTicks, (int)happened.ActorKind,
                happened.ActorId, happened.CommandId, happened.Body.ToArray(), happened.Hash.ToArray(), happened.Shape);
        }

        return rows.IsEmpty ? null : rows.Command($"INSERT INTO events (position, {rows.Names}) SELECT (SELECT feed_start()) + n, {rows.Names} FROM {rows.From}");
    }
}
