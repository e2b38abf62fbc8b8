using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The writing connection with its prepared statements. Used by the writer's thread only, inside its transaction.</summary>
internal sealed class WriteStatements(SqliteConnection connection, IndexSchemas schemas) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(connection, "COMMIT");
    private readonly GrainRows _grains = new(connection);
    private readonly EventRows _events = new(connection);
    private readonly LetterRows _letters = new(connection);
    private readonly DocumentRows _documents = new(connection);
    private readonly PersonRows _persons = new(connection);
    private readonly SnapshotRows _snapshots = new(connection);
    private readonly CheckpointRows _checkpoints = new(connection);
    private readonly MarkRows _marks = new(connection);
    private readonly IndexRows _index = new(connection, schemas);

    /// <summary>The connection beneath.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>All of the work is durable when this returns; none of it is there when this throws, unless the flush itself failed.</summary>
    public void Transact(Action work)
    {
        _begin.Run();
        try
        {
            work();
            _index.Settle();
            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Saves all of a write, or nothing of it when the version has moved.</summary>
    public bool Save(GrainWrite write)
    {
        // INVARIANT: nothing else of the write is touched before its keys and its version are known to match.
        if (!_persons.Match(write.Persons)) return false;
        if (!_grains.Save(write.Grain, write.ExpectedVersion)) return false;
        foreach (var person in write.Persons) _persons.Add(person);
        foreach (var happened in write.Events) _events.Add(happened);
        _snapshots.TakeIfDue(write.Grain);
        foreach (var letter in write.Letters) _letters.Add(letter);
        PutIndex(write.Grain.Id.Key, write.Index);
        return true;
    }

    /// <summary>Brings a grain's rows in the index up to date.</summary>
    public void PutIndex(string key, ImmutableArray<IndexChange> changes)
    {
        foreach (var change in changes) _index.Put(key, change);
    }

    public bool Forget(ImmutableArray<StoredLetter> letters)
    {
        foreach (var letter in letters) _letters.Forget(letter);
        return true;
    }

    public bool Refuse(StoredLetter letter, LetterRefusal refusal) => _letters.Refuse(letter, refusal);

    public bool Park(ParkedLetter parked) => _letters.Park(parked);

    public bool PutDocument(string digest, string jws) => _documents.Put(digest, jws);

    public bool ErasePerson(string id, DateTimeOffset at) => _persons.Erase(id, at);

    public bool AddCheckpoint(StoredCheckpoint checkpoint) => _checkpoints.Add(checkpoint);

    public bool Witness(string witness, long number) => _checkpoints.Witness(witness, number);

    public bool Forget(Forgetting what)
    {
        foreach (var snapshot in what.Snapshots) _snapshots.PutAsOldest(snapshot);
        foreach (var (position, digest) in what.Bodies) _events.Forget(position, digest);
        _marks.Set(MarkRows.Forgotten, what.UpTo);
        return true;
    }

    public long BeginRound(long most)
    {
        var last = MarkRows.Get(connection, MarkRows.DocumentRound);
        var round = last == 0 ? most : Math.Max(last, Math.Min(last + 1, most));
        _marks.Set(MarkRows.DocumentRound, round);
        return round;
    }

    public bool Name(long round, ImmutableArray<string> digests)
    {
        foreach (var digest in digests) _documents.Name(digest, round);
        return true;
    }

    public int Collect(long before, int take) => _documents.Collect(before, take);

    public bool RestoreTold()
    {
        _marks.Set(RestoreMark.Name, 0);
        return true;
    }

    /// <summary>Writes something small.</summary>
    public bool Probe()
    {
        _marks.Set(MarkRows.Probed, MarkRows.Get(connection, MarkRows.Probed) + 1);
        return true;
    }

    public bool RebuildIndex(GrainRegistry registry)
    {
        IndexTables.Rebuild(connection, registry, schemas, _index);
        return true;
    }

    public void Dispose()
    {
        foreach (IDisposable part in new IDisposable[] { _begin, _commit, _grains, _events, _letters, _documents, _persons, _checkpoints, _snapshots, _marks, _index }) part.Dispose();
        connection.Dispose();
    }

    private void RollBack()
    {
        _index.Forget();
        // SQLite has rolled back by itself after some errors; then there is nothing left to end.
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) connection.Execute("ROLLBACK");
    }
}
