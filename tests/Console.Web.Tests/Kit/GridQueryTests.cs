using Twofold.Web.Kit;

namespace Twofold.Web.Tests.Kit;

public sealed class GridQueryTests
{
    [Fact]
    public void A_query_of_defaults_leaves_the_address_bare() =>
        Assert.All(new GridQuery().Parameters.Values, Assert.Null);

    [Theory]
    [InlineData(0, 25, 1, 25)]
    [InlineData(-3, 7, 1, 25)]
    [InlineData(4, 1_000_000, 4, 25)]
    [InlineData(int.MaxValue, 100, int.MaxValue, 100)]
    public void What_makes_no_sense_in_an_address_becomes_the_default(int page, int size, int expectedPage, int expectedSize)
    {
        var query = GridQuery.Read(page, size, "", null);
        Assert.Equal(new GridQuery(expectedPage, expectedSize), query);
        Assert.True(query.Skip >= 0);
    }

    [Fact]
    public void A_heading_sorts_up_then_down_then_not_and_returns_to_the_first_page()
    {
        var query = new GridQuery(Page: 5).SortedBy("name");
        Assert.Equal((1, "name", false), (query.Page, query.SortKey, query.Descending));
        query = query.SortedBy("name");
        Assert.Equal(("-name", "name", true), (query.Sort, query.SortKey, query.Descending));
        Assert.Null(query.SortedBy("name").Sort);
        Assert.Equal("state", query.SortedBy("state").Sort);
    }

    [Fact]
    public void A_long_filter_is_cut() =>
        Assert.Equal(GridQuery.LongestFilter, new GridQuery().FilteredBy(new string('x', 5_000)).Filter.Length);

    [Fact]
    public void What_is_written_to_an_address_reads_back_equal()
    {
        var query = new GridQuery(3, 50, "-seen", "a b&c");
        var parts = query.Parameters;
        Assert.Equal(query, GridQuery.Read((int?)parts["page"], (int?)parts["size"], (string?)parts["sort"], (string?)parts["q"]));
    }
}
