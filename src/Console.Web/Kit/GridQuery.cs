namespace Twofold.Web.Kit;

/// <summary>
/// What a grid shows of its list. The page keeps it in its address, so that a view can be linked, and hands it to the index, which
/// filters, sorts and cuts the page out.
/// </summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="PageSize">Rows on a page.</param>
/// <param name="Sort">The key to sort by; <c>-</c> before it turns the order; null for the index's own order.</param>
/// <param name="Filter">What was typed into the filter box.</param>
public sealed record GridQuery(int Page = 1, int PageSize = GridQuery.DefaultPageSize, string? Sort = null, string Filter = "")
{
    /// <summary>Rows on a page when the address names none.</summary>
    public const int DefaultPageSize = 25;

    /// <summary>The page sizes a reader can choose; no other is taken from an address.</summary>
    public static readonly IReadOnlyList<int> PageSizes = [10, DefaultPageSize, 50, 100];

    /// <summary>The longest filter; what is longer is cut.</summary>
    public const int LongestFilter = 100;

    /// <summary>Rows before this page.</summary>
    public long Skip => (long)(Page - 1) * PageSize;

    /// <summary>The sort key without its sign.</summary>
    public string? SortKey => Sort?.TrimStart('-');

    /// <summary>Whether the order is turned.</summary>
    public bool Descending => Sort?.StartsWith('-') ?? false;

    /// <summary>Reads the parts of an address (<c>page</c>, <c>size</c>, <c>sort</c>, <c>q</c>); what makes no sense becomes the default.</summary>
    public static GridQuery Read(int? page, int? size, string? sort, string? filter) => new(
        Math.Max(page ?? 1, 1),
        PageSizes.Contains(size ?? 0) ? size!.Value : DefaultPageSize,
        string.IsNullOrEmpty(sort) ? null : sort,
        Cut(filter ?? ""));

    /// <summary>The parts for an address; a default is null, which leaves it out.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?>
    {
        ["page"] = Page == 1 ? null : Page,
        ["size"] = PageSize == DefaultPageSize ? null : PageSize,
        ["sort"] = Sort,
        ["q"] = Filter.Length == 0 ? null : Filter,
    };

    /// <summary>Sorted by a key: first up, then down, then as the index has it; back on the first page.</summary>
    public GridQuery SortedBy(string key) => this with
    {
        Page = 1,
        Sort = SortKey != key ? key : Descending ? null : "-" + key,
    };

    /// <summary>Filtered by a text; back on the first page.</summary>
    public GridQuery FilteredBy(string filter) => this with { Page = 1, Filter = Cut(filter) };

    static string Cut(string filter) => filter.Length <= LongestFilter ? filter : filter[..LongestFilter];
}
