namespace Twofold.Fleet.Tests.Golden;

public sealed class IndexChangesTests
{
    private static readonly IndexSchema One = new("one", [new("value", IndexType.Text)]);
    private static readonly IndexSchema Some = new("some", [new("value", IndexType.Text)]) { RowsPerGrain = 2 };

    [Fact]
    public void Rows_that_stay_equal_are_left_out_and_others_are_told_with_what_they_were()
    {
        var change = Assert.Single(IndexChanges.Between([Row("one", "a"), Row("some", "b", "x")], [Row("one", "a"), Row("some", "c", "x")]));
        Assert.Equal(("some", "x", "b", "c"), (change.Table, change.Part, change.Before!.Value[0], change.After!.Value[0]));
        Assert.Empty(IndexChanges.Between([Row("one", "a")], [Row("one", "a")]));
    }

    [Fact]
    public void Rows_that_come_go_or_change_places_are_told_by_their_names()
    {
        var changes = IndexChanges.Between([Row("some", "a", "x"), Row("some", "b", "y")], [Row("some", "b", "y"), Row("some", "c", "z")]);
        Assert.Equal([("z", null, "c"), ("x", "a", null)], changes.Select(c => (c.Part, c.Before?[0], c.After?[0])));
        Assert.Empty(IndexChanges.Between([Row("some", "a", "x"), Row("some", "b", "y")], [Row("some", "b", "y"), Row("some", "a", "x")]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    public void A_grain_has_the_first_rows_of_each_table_and_no_more_than_its_schema_allows(int rows)
    {
        var bounded = IndexChanges.Bounded([One, Some], [Row("one", "a"), .. Enumerable.Range(0, rows).Select(n => Row("some", $"{n}", $"{n}"))]);
        Assert.Equal(["a", "0", "1"], bounded.Select(r => r.Values[0]));
    }

    [Fact]
    public void Of_rows_with_one_name_the_first_counts()
    {
        Assert.Equal(["a"], IndexChanges.Bounded([One, Some], [Row("one", "a"), Row("one", "b")]).Select(r => r.Values[0]));
        Assert.Equal(["a"], IndexChanges.Bounded([One, Some], [Row("some", "a", "x"), Row("some", "b", "x")]).Select(r => r.Values[0]));
    }

    private static IndexRow Row(string table, string value, string part = "") => new(table, [value], part);
}
