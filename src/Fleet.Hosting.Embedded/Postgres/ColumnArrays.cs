using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>Rows on their way into one statement, as an array for each column.</summary>
/// <param name="columns">Names and types, in the order of the values of a row.</param>
internal sealed class ColumnArrays(params (string Name, NpgsqlDbType Type)[] columns)
{
    private readonly List<object?[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Their names, separated by commas.</summary>
    public string Names => string.Join(", ", columns.Select(c => c.Name));

    /// <summary>The rows as a table <c>w</c> with these columns and <c>n</c>, which counts from 1.</summary>
    public string From =>
        $"unnest({string.Join(", ", columns.Select((c, n) => $"${n + 1}::{Sql(c.Type)}[]"))}) WITH ORDINALITY AS w ({Names}, n)";

    public void Add(params object?[] values) => _rows.Add(values);

    /// <summary>A statement over <see cref="From"/>.</summary>
    public NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (n, column) in columns.Index()) command.Parameters.Add(Parameter(column.Type, n));
        return command;
    }

    private static string Sql(NpgsqlDbType type) => type.ToString().ToLowerInvariant();

    private NpgsqlParameter Parameter(NpgsqlDbType type, int column) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Array | type,
        Value = type switch
        {
            NpgsqlDbType.Text => Values<string?>(column),
            NpgsqlDbType.Bytea => Values<byte[]?>(column),
            NpgsqlDbType.Bigint => Values<long?>(column),
            NpgsqlDbType.Integer => Values<int?>(column),
            _ => throw new NotSupportedException($"no column is of type `{type}`"),
        },
    };

    private T[] Values<T>(int column) => [.. _rows.Select(r => (T)r[column]!)];
}
