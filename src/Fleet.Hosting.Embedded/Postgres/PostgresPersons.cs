using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>The table <c>person_keys</c>. A row stays when its person is erased, without what could name or unseal the person.</summary>
internal static class PostgresPersons
{
    /// <summary>Whether another key is kept under one's id or mark.</summary>
    public static async Task<bool> DifferAsync(NpgsqlConnection connection, ImmutableArray<PersonKey> persons)
    {
        var rows = Rows(persons);
        var question = rows.Command(
            $"""
            SELECT 1 FROM {rows.From} JOIN person_keys AS p ON p.id = w.id OR p.mark = w.mark
            WHERE (p.id, p.mark, p.key) IS DISTINCT FROM (w.id, w.mark, w.key) LIMIT 1
            """);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { question } };
        return await batch.ExecuteScalarAsync() is not null;
    }

    public static NpgsqlBatchCommand Insert(ImmutableArray<PersonKey> persons)
    {
        var rows = Rows(persons);
        return rows.Command($"INSERT INTO person_keys ({rows.Names}) SELECT {rows.Names} FROM {rows.From} ON CONFLICT DO NOTHING");
    }

    public static NpgsqlBatchCommand Erase(string id, DateTimeOffset at) => PostgresSql.Command(
        "UPDATE person_keys SET mark = NULL, key = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL", id, at.UtcTicks);

    private static ColumnArrays Rows(ImmutableArray<PersonKey> persons)
    {
        var rows = new ColumnArrays(("id", NpgsqlDbType.Text), ("mark", NpgsqlDbType.Bytea), ("key", NpgsqlDbType.Bytea));
        foreach (var person in persons) rows.Add(person.Id, person.Mark.ToArray(), person.Key.ToArray());
        return rows;
    }
}

/// <summary>Another writer kept another key for the same person in this very moment; the group has to be looked at again.</summary>
internal sealed class OtherPersonException() : Exception("another writer has just kept another key for the same person");
