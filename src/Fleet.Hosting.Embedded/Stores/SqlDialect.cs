namespace Twofold.Fleet.Embedded;

/// <summary>Where the databases differ in how a list is asked for. Parameters are <c>$1</c>, <c>$2</c> and so on in both.</summary>
internal abstract class SqlDialect
{
    /// <summary>SQLite: text columns of the index are declared to compare without regard to ASCII case.</summary>
    public static SqlDialect Sqlite { get; } = new OfSqlite();

    /// <summary>PostgreSQL: text is compared by what <c>lower</c> makes of it, and so it is indexed.</summary>
    public static SqlDialect Postgres { get; } = new OfPostgres();

    /// <summary>Different, nothing being a value too.</summary>
    public abstract string Differs { get; }

    /// <summary>A column as filters and sorting compare it, whatever case its text is in.</summary>
    public abstract string Compared(IndexColumn column);

    /// <summary>A parameter to compare such a column with.</summary>
    public abstract string Comparand(IndexColumn column, string parameter);

    /// <summary>A sort by the column, nothing before everything else.</summary>
    public abstract string Sorted(IndexColumn column, bool descending);

    /// <summary>Whether rows are counted by their facets as they are written, in a table of their own.</summary>
    public abstract bool KeepsCounts { get; }

    /// <summary>What is looked for when a text has to contain the word; see <see cref="Found"/>.</summary>
    public abstract string Sought(string word);

    /// <summary>Whether the searchable text contains what the parameter seeks.</summary>
    public abstract string Found(string parameter);

    /// <summary>Whether a text has a piece, in just this case.</summary>
    public abstract string Within(string text, string parameter);

    private sealed class OfSqlite : SqlDialect
    {
        public override string Within(string text, string parameter) => $"instr({text}, {parameter}) > 0";

        public override bool KeepsCounts => true;

        public override string Sought(string word) => word;

        public override string Found(string parameter) => $"instr(_text, {parameter}) > 0";

        public override string Differs => "IS NOT";

        public override string Compared(IndexColumn column) => $"\"{column.Name}\"";

        public override string Comparand(IndexColumn column, string parameter) => parameter;

        public override string Sorted(IndexColumn column, bool descending) => $"\"{column.Name}\" {(descending ? "DESC" : "ASC")}";
    }

    private sealed class OfPostgres : SqlDialect
    {
        public override string Within(string text, string parameter) => $"strpos({text}, {parameter}) > 0";

        public override bool KeepsCounts => false;

        public override string Sought(string word) => $"%{word.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";

        public override string Found(string parameter) => $"_text LIKE {parameter}";

        public override string Differs => "IS DISTINCT FROM";

        public override string Compared(IndexColumn column) => Folded(column, $"\"{column.Name}\"");

        public override string Comparand(IndexColumn column, string parameter) => Folded(column, parameter);

        public override string Sorted(IndexColumn column, bool descending) => $"{Compared(column)} {(descending ? "DESC NULLS LAST" : "ASC NULLS FIRST")}";

        private static string Folded(IndexColumn column, string sql) => column.Type == IndexType.Text ? $"lower({sql} COLLATE \"C\")" : sql;
    }
}
