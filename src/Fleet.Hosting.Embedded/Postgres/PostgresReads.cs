using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Reads on pooled connections. Reads beyond them wait; reads beyond the waiting room are refused; a read that loses its connection is done again.</summary>
internal sealed class PostgresReads(PostgresSource source, Endurance endurance, int connections, int waitingRoom)
{
    private readonly WaitingRoom _room = new(connections, waitingRoom);

    /// <summary>The only row, or nothing.</summary>
    public async ValueTask<T?> OneAsync<T>(string sql, object[] values, Func<DbDataReader, T> read, CancellationToken cancel)
        where T : class =>
        await AllAsync(sql, values, read, cancel) is [var only] ? only : null;

    /// <summary>Every row.</summary>
    /// <exception cref="FleetBusyException">The waiting room is full; nothing was read.</exception>
    public ValueTask<ImmutableArray<T>> AllAsync<T>(string sql, object[] values, Func<DbDataReader, T> read, CancellationToken cancel) =>
        RunAsync(connection => AllAsync(connection, sql, values, read, cancel), cancel);

    /// <summary>Runs a command that wants a connection without a transaction.</summary>
    public async ValueTask RunAsync(string sql, CancellationToken cancel) => await RunAsync(
        async connection =>
        {
            await connection.RunAsync(sql);
            return true;
        },
        cancel);

    /// <summary>The page and the total, both of the same instant.</summary>
    public ValueTask<IndexPage> PageAsync(IndexQuestion question, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            var total = await AllAsync(connection, question.TotalSql, question.Values, row => row.GetInt64(0), cancel);
            return question.Page(await RowsAsync(connection, question, cancel), total[0]);
        },
        cancel);

    /// <summary>Several questions, all of the same instant.</summary>
    public ValueTask<T> TogetherAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            return await read(connection);
        },
        cancel);

    /// <summary>Every row, on a connection of the caller.</summary>
    public static async Task<ImmutableArray<T>> AllAsync<T>(
        NpgsqlConnection connection, string sql, object[] values, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var command = connection.Ask(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var all = ImmutableArray.CreateBuilder<T>();
        while (await row.ReadAsync(cancel)) all.Add(read(row));
        return all.DrainToImmutable();
    }

    private static async Task<List<IndexItem>> RowsAsync(NpgsqlConnection connection, IndexQuestion question, CancellationToken cancel)
    {
        var rows = new List<IndexItem>();
        foreach (var stretch in question.Stretches)
        {
            var wanted = question.Query.Take + 1 - rows.Count;
            if (wanted == 0) break;
            rows.AddRange(await AllAsync(connection, question.PageSql(stretch, wanted), question.Values, question.Item, cancel));
        }

        return rows;
    }

    private async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancel)
    {
        using var turn = await _room.EnterAsync(cancel);
        return await endurance.RunAsync(
            async () =>
            {
                await using var connection = await source.OpenForReadingAsync(cancel);
                return await read(connection);
            },
            cancel);
    }
}
