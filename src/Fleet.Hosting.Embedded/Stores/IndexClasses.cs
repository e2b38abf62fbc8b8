using System.Data.Common;

namespace Twofold.Fleet.Embedded;

/// <summary>Asks which rows have the same values in two columns.</summary>
internal sealed class IndexClasses
{
    private readonly IndexTable _table;
    private readonly IndexColumn _first;
    private readonly IndexColumn _second;
    private readonly int _take;

    /// <exception cref="IndexException"><c>index/unknown-column</c>, <c>index/bad-value</c></exception>
    public IndexClasses(IndexTable table, string first, string second, int take)
    {
        (_table, _first, _second, _take) = (table, table.Column(first), table.Column(second), take);
        if (take < 1) throw new IndexException("index/bad-value", $"`{take}` classes cannot be asked for");
    }

    /// <summary>The order that keeps just these two columns for every row, or null.</summary>
    public IndexOrder? Declared => _table.Schema.Orders.FirstOrDefault(o => o.Filter == _first.Name && o.Sort == _second.Name && !o.Sparse);

    /// <summary>One row for each class; see <see cref="Read"/>.</summary>
    /// <param name="from">The table, and how it is read.</param>
    public string Sql(string? from = null)
    {
        var columns = $"\"{_first.Name}\", \"{_second.Name}\"";
        return $"SELECT {columns}, count(*), min(_key) FROM {from ?? _table.Name} GROUP BY {columns} LIMIT {_take}";
    }

    /// <summary>A row of the answer.</summary>
    public IndexClass Read(DbDataReader row) =>
        new(IndexValues.Shown(_first, row.GetValue(0)), IndexValues.Shown(_second, row.GetValue(1)), row.GetInt64(2), row.GetString(3));
}
