using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>grains</c>.</summary>
internal sealed class GrainRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection, $"INSERT INTO grains ({StoredRows.GrainColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");

    private readonly Statement _update = new(
        connection, "UPDATE grains SET version = $3, state = $4, ledger = $5, wake_at = $6, head = $7, shape = $8 WHERE kind = $1 AND key = $2 AND version = $9");

    /// <summary>False when the stored version is not the expected one.</summary>
    public bool Save(StoredGrain grain, long expected)
    {
        var (kind, key, wake) = (grain.Id.Kind, grain.Id.Key, grain.WakeAt?.UtcTicks);
        var changed = expected == 0
            ? _insert.Run(kind, key, grain.Version, grain.State, grain.Ledger, wake, grain.Head, grain.Shape)
            : _update.Run(kind, key, grain.Version, grain.State, grain.Ledger, wake, grain.Head, grain.Shape, expected);
        return changed == 1;
    }

    public static ImmutableArray<StoredGrain> Page(SqliteConnection connection, string kind, string? afterKey, int take)
    {
        using var command = connection.Ask(
            $"SELECT {StoredRows.GrainColumns} FROM grains WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3", kind, afterKey ?? "", take);
        return command.ReadAll(StoredRows.Grain);
    }

    public static ImmutableArray<DueGrain> Due(SqliteConnection connection, DateTimeOffset now, DueGrain? after, int take)
    {
        using var command = connection.Ask(
            $"""
            SELECT {StoredRows.DueColumns} FROM grains
            WHERE wake_at IS NOT NULL AND wake_at <= $1 AND (wake_at, kind, key) > ($2, $3, $4)
            ORDER BY wake_at, kind, key LIMIT $5
            """,
            now.UtcTicks, after?.At.UtcTicks ?? -1, after?.Id.Kind ?? "", after?.Id.Key ?? "", take);
        return command.ReadAll(StoredRows.Due);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }
}
