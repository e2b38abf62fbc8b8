using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Reads the query of a list: <c>page</c> from 1, <c>size</c>, <c>search</c>, <c>sort</c> (<c>-column</c> for descending), any number of <c>filter</c>, and <c>after</c> in place of <c>page</c>.</summary>
static class ApiQuery
{
    private static readonly (string Sign, FilterMatch Match)[] Signs =
        [("!=", FilterMatch.IsNot), (">=", FilterMatch.AtLeast), ("=", FilterMatch.Is), ("<", FilterMatch.Below), ("~", FilterMatch.Holds)];

    /// <summary>The page that is asked for, or <c>request/bad-query</c>.</summary>
    public static Answer<IndexQuery> List(IQueryCollection query)
    {
        if (Unknown(query, "page", "size", "search", "sort", "filter", "after") is { } refusal) return new(null, refusal);
        if (Number(query, "page", 1, 1, 100_000) is not { } page) return Bad("`page` is a number from 1");
        if (Number(query, "size", 50, 1, IndexQuery.MaxTake) is not { } size) return Bad($"`size` is a number from 1 to {IndexQuery.MaxTake}");
        var filters = query["filter"].Select(f => Filter(f ?? string.Empty)).ToImmutableArray();
        if (filters.Length > 16 || filters.Contains(null)) return Bad("`filter` is a column, one of = != >= < ~, and a value; at most 16 of them");
        var (sort, after) = (query["sort"].FirstOrDefault(), query["after"].FirstOrDefault());
        if (after is not null && page > 1) return Bad("a page is asked for by `page` or by `after`, not by both");
        return Answer.Of(new IndexQuery(
            string.Empty, [.. filters.OfType<IndexFilter>()], query["search"].FirstOrDefault(), sort?.TrimStart('-'), sort is ['-', ..],
            (int)((page - 1) * size), (int)size, after));
    }

    /// <summary>Refuses parameters that are not known, so that a misspelt filter does not show everything.</summary>
    public static Refusal? Unknown(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        foreach (var name in query.Keys)
            if (!known.Contains(name)) return new("request/bad-query", $"unknown parameter `{Grammar.Shown(name)}`");
        return null;
    }

    /// <summary>A number within bounds, the usual one where none is given, or null.</summary>
    public static long? Number(IQueryCollection query, string name, long usual, long least, long most)
    {
        if (!query.TryGetValue(name, out var text)) return usual;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }

    private static IndexFilter? Filter(string text)
    {
        var end = text.IndexOfAny(['!', '>', '=', '<', '~']);
        if (end <= 0 || text.Length > 256) return null;
        var found = Array.Find(Signs, s => text.AsSpan(end).StartsWith(s.Sign, StringComparison.Ordinal));
        return found.Sign is null ? null : new IndexFilter(text[..end], found.Match, text[(end + found.Sign.Length)..]);
    }

    private static Answer<IndexQuery> Bad(string message) => Answer.No<IndexQuery>("request/bad-query", message);
}
