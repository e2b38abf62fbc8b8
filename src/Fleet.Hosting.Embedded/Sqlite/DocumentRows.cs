using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>documents</c>: what has a digest never changes.</summary>
internal sealed class DocumentRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO documents (digest, jws) VALUES ($1, $2) ON CONFLICT DO NOTHING");

    public bool Put(string digest, string jws) => _insert.Run(digest, jws) == 1;

    public static string? Get(SqliteConnection connection, string digest)
    {
        using var command = connection.Ask("SELECT jws FROM documents WHERE digest = $1", digest);
        return command.ExecuteScalar() as string;
    }

    public void Dispose() => _insert.Dispose();
}
