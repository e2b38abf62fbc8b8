using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>documents</c>: what has a digest never changes.</summary>
internal sealed class DocumentRows(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _insert = connection.Prepare("INSERT INTO documents (digest, jws) VALUES ($1, $2) ON CONFLICT DO NOTHING", 2);

    public bool Put(string digest, string jws) => _insert.With(digest, jws).ExecuteNonQuery() == 1;

    public static string? Get(SqliteConnection connection, string digest)
    {
        using var command = connection.Ask("SELECT jws FROM documents WHERE digest = $1", digest);
        return command.ExecuteScalar() as string;
    }

    public void Dispose() => _insert.Dispose();
}
