using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>The tables <c>letters</c> and <c>parked_letters</c>. A letter is named by its sender and its sequence there.</summary>
internal sealed class LetterRows(SqliteConnection connection) : IDisposable
{
    private const string Columns = StoredRows.LetterColumns;

    private const string OfLetter = "from_kind = $1 AND from_key = $2 AND sequence = $3";

    private readonly Statement _insert = new(
        connection, $"INSERT INTO letters ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, $11)");

    private readonly Statement _delete = new(connection, $"DELETE FROM letters WHERE {OfLetter}");

    private readonly Statement _refuse = new(connection, $"UPDATE letters SET refused_code = $4, refused_explanation = $5 WHERE {OfLetter}");

    private readonly Statement _park = new(
        connection, $"INSERT INTO parked_letters ({Columns}, reason, at) SELECT {Columns}, $4, $5 FROM letters WHERE {OfLetter} ON CONFLICT DO NOTHING");

    public void Add(StoredLetter letter) => _insert.Run(
        letter.From.Kind, letter.From.Key, letter.To.Kind, letter.To.Key, letter.Sequence, (int)letter.Actor.Kind, letter.Actor.Id,
        StoredRows.Capabilities(letter.Actor), letter.Actor.OnBehalfOf, letter.Body, letter.Shape);

    public void Forget(StoredLetter letter) => _delete.Run(letter.From.Kind, letter.From.Key, letter.Sequence);

    public bool Refuse(StoredLetter letter, LetterRefusal refusal) =>
        _refuse.Run(letter.From.Kind, letter.From.Key, letter.Sequence, refusal.Code, refusal.Explanation) == 1;

    public bool Park(ParkedLetter parked)
    {
        var letter = parked.Letter;
        _park.Run(letter.From.Kind, letter.From.Key, letter.Sequence, parked.Reason, parked.At.UtcTicks);
        Forget(letter);
        return true;
    }

    public static ImmutableArray<(long Mark, StoredLetter Letter)> Pending(SqliteConnection connection, long after, int take)
    {
        using var command = connection.Ask($"SELECT mark, {Columns} FROM letters WHERE mark > $1 ORDER BY mark LIMIT $2", after, take);
        return command.ReadAll(StoredRows.Letter);
    }

    public static ImmutableArray<StoredLetter> From(SqliteConnection connection, GrainId sender, int take)
    {
        using var command = connection.Ask(
            $"SELECT mark, {Columns} FROM letters WHERE from_kind = $1 AND from_key = $2 ORDER BY sequence LIMIT $3", sender.Kind, sender.Key, take);
        return command.ReadAll(row => StoredRows.Letter(row).Letter);
    }

    public static ImmutableArray<ParkedLetter> Parked(SqliteConnection connection, int take)
    {
        using var command = connection.Ask($"SELECT mark, {Columns}, reason, at FROM parked_letters ORDER BY mark DESC LIMIT $1", take);
        return command.ReadAll(StoredRows.Parked);
    }

    public void Dispose()
    {
        foreach (var command in new[] { _insert, _delete, _refuse, _park }) command.Dispose();
    }
}
