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
        var total = (long)count.ExecuteScalar()!;
        return question.Page(Rows(connection, question), total);
    }

    /// <summary>How many rows have each value.</summary>
    public static IndexFacet Counts(SqliteConnection connection, IndexQuestion question, string column)
    {
        using var command = connection.Ask(question.CountsSql(column), question.Values);
        return question.Facet(column, command.ReadAll(row => question.Counted(column, row)));
    }

    private static List<IndexItem> Rows(SqliteConnection connection, IndexQuestion question)
    {
        var rows = new List<IndexItem>();
        foreach (var stretch in question.Stretches)
        {
            var wanted = question.Query.Take + 1 - rows.Count;
            if (wanted == 0) break;
            using var command = connection.Ask(question.PageSql(stretch, wanted), question.Values);
            rows.AddRange(command.ReadAll(question.Item));
        }

        return rows;
    }
}
