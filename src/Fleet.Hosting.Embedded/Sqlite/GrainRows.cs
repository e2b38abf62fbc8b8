using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>grains</c>.</summary>
internal sealed class GrainRows(SqliteConnection connection) : IDisposable
{
    private const string Set = "version = $3, state = $4, ledger = $5, head = $7, shape = $8";
    private const string Expected = "kind = $1 AND key = $2 AND version = $9";

    private readonly Statement _insert = new(
        connection, $"INSERT INTO grains ({StoredRows.GrainColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");

    // The database writes the order of deadlines anew whenever their column is set, also to what it was; most turns move no deadline.
    private readonly Statement _update = new(
        connection, $"UPDATE grains SET {Set} WHERE {Expected} AND wake_at IS $6");

    private readonly Statement _updateAndWake = new(
        connection, $"UPDATE grains SET {Set}, wake_at = $6 WHERE {Expected}");

    /// <summary>False when the stored version is not the expected one.</summary>
    public bool Save(StoredGrain grain, long expected)
    {
        if (expected > 0) return Update(_update, grain, expected) || Update(_updateAndWake, grain, expected);
        return _insert.Run(grain.Id.Kind, grain.Id.Key, grain.Version, grain.State, grain.Ledger, grain.WakeAt?.UtcTicks, grain.Head, grain.Shape) == 1;
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
        foreach (var statement in new[] { _insert, _update, _updateAndWake }) statement.Dispose();
    }

    private static bool Update(Statement update, StoredGrain grain, long expected) => update.Run(
        grain.Id.Kind, grain.Id.Key, grain.Version, grain.State, grain.Ledger, grain.WakeAt?.UtcTicks, grain.Head, grain.Shape, expected) == 1;
}
