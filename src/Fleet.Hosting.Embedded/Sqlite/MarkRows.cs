using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>marks</c>: how far something that goes on in small steps has come.</summary>
internal sealed class MarkRows(SqliteConnection connection) : IDisposable
{
    /// <summary>Up to which event retention has looked.</summary>
    public const string Forgotten = StoredRows.ForgottenMark;

    /// <summary>The round over the documents.</summary>
    public const string DocumentRound = "document-round";

    /// <summary>How often it was tried whether anything can be written.</summary>
    public const string Probed = "probed";

    private readonly Statement _set = new(
        connection, "INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2");

    public void Set(string name, long value) => _set.Run(name, value);

    public static long Get(SqliteConnection connection, string name)
    {
        using var command = connection.Ask("SELECT coalesce((SELECT value FROM marks WHERE name = $1), 0)", name);
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => _set.Dispose();
}
