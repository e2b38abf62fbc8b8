using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Short forms for commands whose parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
internal static class PostgresSql
{
    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Fill(command.Parameters, values);
        return command;
    }

    public static NpgsqlCommand Ask(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>The first column of the first row, which is there.</summary>
    public static async Task<T> AskAsync<T>(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.Ask(sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task RunAsync(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.Ask(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All of the commands in one round trip.</summary>
    public static async Task RunAsync(this NpgsqlConnection connection, IReadOnlyCollection<NpgsqlBatchCommand> commands)
    {
        if (commands.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }

    private static void Fill(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values) parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
    }
}
