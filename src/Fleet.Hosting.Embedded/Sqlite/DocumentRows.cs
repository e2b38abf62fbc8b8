using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>documents</c>: what has a digest never changes.</summary>
internal sealed class DocumentRows(SqliteConnection connection) : IDisposable
{
    private const string Round = "coalesce((SELECT value FROM marks WHERE name = 'document-round'), 0)";

    private readonly Statement _insert = new(
        connection,
        $"INSERT INTO documents (digest, jws, round) VALUES ($1, $2, {Round}) ON CONFLICT (digest) DO UPDATE SET round = {Round} WHERE round <> {Round}");

    private readonly Statement _name = new(connection, "UPDATE documents SET round = $2 WHERE digest = $1 AND round < $2");

    private readonly Statement _collect = new(
        connection, "DELETE FROM documents WHERE digest IN (SELECT digest FROM documents WHERE round < $1 LIMIT $2)");

    /// <summary>Keeps a document; one that is kept already stays as it is and belongs to the present round.</summary>
    public bool Put(string digest, string jws) => _insert.Run(digest, jws) == 1;

    public void Name(string digest, long round) => _name.Run(digest, round);

    public int Collect(long before, int take) => _collect.Run(before, take);

    public static string? Get(SqliteConnection connection, string digest)
    {
        using var command = connection.Ask("SELECT jws FROM documents WHERE digest = $1", digest);
        return command.ExecuteScalar() as string;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _name, _collect }) statement.Dispose();
    }
}
