using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>person_keys</c>. A row stays when its person is erased, without what could name or unseal the person.</summary>
internal sealed class PersonRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _other = new(
        connection, "SELECT 1 FROM person_keys WHERE (id = $1 OR mark = $2) AND NOT (id = $1 AND mark IS $2 AND key IS $3)");

    private readonly Statement _insert = new(connection, "INSERT INTO person_keys (id, mark, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");

    private readonly Statement _overwrite = new(
        connection, "UPDATE person_keys SET mark = randomblob(length(mark)), key = zeroblob(length(key)) WHERE id = $1 AND erased_at IS NULL");

    private readonly Statement _erase = new(connection, "UPDATE person_keys SET mark = NULL, key = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL");

    // They hold names as they are; the events that they shorten are all there, with names sealed.
    private readonly Statement _dropSnapshots = new(connection, "DELETE FROM snapshots WHERE clear = 1");

    /// <summary>False when another key is kept under one's id or mark.</summary>
    public bool Match(ImmutableArray<PersonKey> persons)
    {
        foreach (var person in persons)
        {
            if (_other.First(static _ => "", person.Id, person.Mark, person.Key) is not null) return false;
        }

        return true;
    }

    public void Add(PersonKey person) => _insert.Run(person.Id, person.Mark, person.Key);

    /// <summary>False when there is nothing to erase.</summary>
    public bool Erase(string id, DateTimeOffset at)
    {
        // What a row leaves behind when it shrinks is overwritten only while this is on, and it costs too much to be always on.
        connection.Execute("PRAGMA secure_delete=ON");
        try
        {
            _dropSnapshots.Run();
            return _overwrite.Run(id) == 1 && _erase.Run(id, at.UtcTicks) == 1;
        }
        finally
        {
            connection.Execute("PRAGMA secure_delete=OFF");
        }
    }

    public static PersonKey? Find(SqliteConnection connection, ReadOnlyMemory<byte> mark)
    {
        using var command = connection.Ask($"SELECT {StoredRows.PersonColumns} FROM person_keys WHERE mark = $1", mark.ToArray());
        return command.ReadAll(StoredRows.Person).FirstOrDefault();
    }

    public static PersonKey? Get(SqliteConnection connection, string id)
    {
        using var command = connection.Ask($"SELECT {StoredRows.PersonColumns} FROM person_keys WHERE id = $1", id);
        return command.ReadAll(StoredRows.Person).FirstOrDefault();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _other, _insert, _overwrite, _erase, _dropSnapshots }) statement.Dispose();
    }
}
