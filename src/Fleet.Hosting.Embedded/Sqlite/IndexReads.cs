using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Answers questions about the index tables.</summary>
internal static class IndexReads
{
    /// <summary>The page and the total, both of the same instant.</summary>
    public static IndexPage Page(SqliteConnection connection, IndexQuestion question)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        using var count = connection.Ask(question.TotalSql, question.Values);
        using var page = connection.Ask(question.PageSql, question.Values);
        var total = (long)count.ExecuteScalar()!;
        return new IndexPage(page.ReadAll(question.Item), total);
    }

    /// <summary>How many rows have each value.</summary>
    public static IReadOnlyDictionary<string, long> Counts(SqliteConnection connection, IndexQuestion question, string countsSql)
    {
        using var command = connection.Ask(countsSql, question.Values);
        return IndexQuestion.Counts(command.ReadAll(row => (row.TextOrNull(0), row.GetInt64(1))));
    }
}
