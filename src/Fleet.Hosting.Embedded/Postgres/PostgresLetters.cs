using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>The tables <c>letters</c> and <c>parked_letters</c>. A letter is named by its sender and its sequence there.</summary>
internal static class PostgresLetters
{
    private const string OfLetter = "from_kind = $1 AND from_key = $2 AND sequence = $3";

    /// <summary>
    /// What waits beyond the mark. INVARIANT: only below the oldest transaction that is still open, because that one may yet bring letters
    /// with lower marks than those that are there.
    /// </summary>
    public const string PendingSql =
        $"SELECT mark, {StoredRows.LetterColumns} FROM letters WHERE mark > $1 AND mark < feed_end() ORDER BY mark LIMIT $2";

    public const string FromSql =
        $"SELECT mark, {StoredRows.LetterColumns} FROM letters WHERE from_kind = $1 AND from_key = $2 ORDER BY sequence LIMIT $3";

    public const string ParkedSql = $"SELECT mark, {StoredRows.LetterColumns}, reason, at FROM parked_letters ORDER BY mark DESC LIMIT $1";

    public static NpgsqlBatchCommand? Insert(IEnumerable<StoredLetter> letters)
    {
        var rows = new ColumnArrays(
            ("from_kind", NpgsqlDbType.Text), ("from_key", NpgsqlDbType.Text), ("to_kind", NpgsqlDbType.Text), ("to_key", NpgsqlDbType.Text),
            ("sequence", NpgsqlDbType.Bigint), ("actor_kind", NpgsqlDbType.Integer), ("actor_id", NpgsqlDbType.Text),
            ("capabilities", NpgsqlDbType.Text), ("on_behalf_of", NpgsqlDbType.Text), ("body", NpgsqlDbType.Bytea),
            ("shape", NpgsqlDbType.Integer));
        foreach (var letter in letters)
        {
            rows.Add(
                letter.From.Kind, letter.From.Key, letter.To.Kind, letter.To.Key, letter.Sequence, (int)letter.Actor.Kind, letter.Actor.Id,
                StoredRows.Capabilities(letter.Actor), letter.Actor.OnBehalfOf, letter.Body.ToArray(), letter.Shape);
        }

        return rows.IsEmpty ? null : rows.Command($"INSERT INTO letters (mark, {rows.Names}) SELECT (SELECT feed_start()) + n, {rows.Names} FROM {rows.From}");
    }

    public static NpgsqlBatchCommand Forget(ImmutableArray<StoredLetter> letters)
    {
        var rows = new ColumnArrays(("kind", NpgsqlDbType.Text), ("key", NpgsqlDbType.Text), ("number", NpgsqlDbType.Bigint));
        foreach (var letter in letters) rows.Add(letter.From.Kind, letter.From.Key, letter.Sequence);
        return rows.Command($"DELETE FROM letters USING {rows.From} WHERE from_kind = w.kind AND from_key = w.key AND sequence = w.number");
    }

    public static NpgsqlBatchCommand Refuse(StoredLetter letter, LetterRefusal refusal) => PostgresSql.Command(
        $"UPDATE letters SET refused_code = $4, refused_explanation = $5 WHERE {OfLetter}",
        letter.From.Kind, letter.From.Key, letter.Sequence, refusal.Code, refusal.Explanation);

    public static NpgsqlBatchCommand Park(ParkedLetter parked) => PostgresSql.Command(
        $"""
        INSERT INTO parked_letters (mark, {StoredRows.LetterColumns}, reason, at)
        SELECT feed_start(), {StoredRows.LetterColumns}, $4, $5 FROM letters WHERE {OfLetter} ON CONFLICT DO NOTHING
        """,
        parked.Letter.From.Kind, parked.Letter.From.Key, parked.Letter.Sequence, parked.Reason, parked.At.UtcTicks);
}
