using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// One prepared statement whose parameters are <c>$1</c>, <c>$2</c> and so on, for what is done thousands of times a second: it makes no
/// objects but those it reads. Used by one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int MostOnStack = 128;
    private const int MostBytesOfChar = 3;

    private readonly sqlite3 _file;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    public Statement(SqliteConnection connection, string sql)
    {
        _file = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_file, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));

        // SQLite counts named parameters in the order in which it meets them, not by their numbers.
        _places = new int[raw.sqlite3_bind_parameter_count(_statement)];
        for (var n = 0; n < _places.Length; n++) _places[n] = raw.sqlite3_bind_parameter_index(_statement, $"${n + 1}");
    }

    /// <summary>Runs it with these values; the answer is how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(_file);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_file);

    /// <summary>Its first row with these values, or null when there is none.</summary>
    public T? First<T>(Func<Statement, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        Bind(values);
        try
        {
            return Step() ? read(this) : null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? NumberOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Number(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _places.Length) throw new ArgumentException($"the statement takes {_places.Length} values", nameof(values));
        for (var n = 0; n < values.Length; n++) Check(Bind(_places[n], values[n]));
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => Bind(place, text),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        byte[] { Length: > 0 } bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        ReadOnlyMemory<byte> { Length: > 0 } bytes => raw.sqlite3_bind_blob(_statement, place, bytes.Span),
        byte[] or ReadOnlyMemory<byte> => raw.sqlite3_bind_zeroblob(_statement, place, 0),
        _ => throw new ArgumentException($"a `{value.GetType().Name}` cannot be stored", nameof(value)),
    };

    // Nearly all texts are names and ids, short enough for the stack.
    private int Bind(int place, string text)
    {
        if (text.Length is 0 or > MostOnStack) return raw.sqlite3_bind_text(_statement, place, text);
        Span<byte> utf8 = stackalloc byte[MostOnStack * MostBytesOfChar];
        return raw.sqlite3_bind_text(_statement, place, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _file);
    }
}
