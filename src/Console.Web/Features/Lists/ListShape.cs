using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Lists;

/// <summary>Something that a list is narrowed by.</summary>
/// <param name="Name">Its name in addresses, and its column in the index.</param>
/// <param name="Title">For people; empty where it is not offered and only followed from links.</param>
/// <param name="Looks">Its values, in the order they are shown; empty for those that the index counts.</param>
public sealed record ListFacet(string Name, string Title, IReadOnlyList<Look> Looks)
{
    /// <summary>How the values are compared and with what, where it is not plain equality; given the time now.</summary>
    public Func<string, DateTimeOffset, IndexFilter>? Compare { get; init; }

    /// <summary>Whether the index says how many rows each value has.</summary>
    public bool IsCounted => Compare is null && Title.Length > 0;

    /// <summary>Whether an address may name the value.</summary>
    public bool Takes(string? untrustedValue) =>
        untrustedValue is { Length: > 0 and <= 128 } && (Looks.Count == 0 || Looks.Any(l => l.Word == untrustedValue));

    /// <summary>The condition.</summary>
    public IndexFilter Filter(string value, DateTimeOffset now) => Compare?.Invoke(value, now) ?? new IndexFilter(Name, FilterMatch.Is, value);
}

/// <summary>A list as its page offers it.</summary>
/// <param name="Path">The page.</param>
/// <param name="Sortable">Columns that the reader may sort by.</param>
/// <param name="Sort">The usual order, with <c>-</c> for descending.</param>
public sealed record ListShape(FleetList List, string Path, ImmutableArray<ListFacet> Facets, ImmutableArray<string> Sortable, string Sort)
{
    /// <summary>The columns to count by.</summary>
    public ImmutableArray<string> Counted => [.. Facets.Where(f => f.IsCounted).Select(f => f.Name)];

    /// <summary>The address of the list narrowed to one value.</summary>
    public string Href(string facet, string value) => $"{Path}?{facet}={Uri.EscapeDataString(value)}";
}

/// <summary>What of a list is shown, as the address has it.</summary>
/// <param name="Grid">Page, size, sort and search.</param>
/// <param name="Chosen">The chosen value of each facet by its name; none for all.</param>
public sealed record ListWish(ListShape Shape, GridQuery Grid, ImmutableSortedDictionary<string, string> Chosen)
{
    // The largest page number whose first row the index still passes over.
    private const int LastPage = 100_000;

    /// <summary>Whether nothing narrows the list.</summary>
    public bool IsAll => Chosen.IsEmpty && Grid.Filter.Length == 0;

    /// <summary>Reads the parts of an address; what makes no sense is left out.</summary>
    public static ListWish Read(ListShape shape, GridQuery untrusted, Func<string, string?> untrustedChoice) => new(
        shape,
        untrusted with
        {
            Page = Math.Min(untrusted.Page, LastPage),
            Sort = untrusted.SortKey is { } key && shape.Sortable.Contains(key) ? untrusted.Sort : null,
        },
        shape.Facets.Where(f => f.Takes(untrustedChoice(f.Name))).ToImmutableSortedDictionary(f => f.Name, f => untrustedChoice(f.Name)!, StringComparer.Ordinal));

    /// <summary>The parts for an address; null leaves a part out.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => Grid.Parameters
        .Concat(Shape.Facets.Select(f => KeyValuePair.Create(f.Name, (object?)Chosen.GetValueOrDefault(f.Name))))
        .ToDictionary(p => p.Key, p => p.Value);

    /// <summary>Narrowed to one value of a facet, or widened to all; back on the first page.</summary>
    public ListWish With(string facet, string? value) =>
        this with { Grid = Grid with { Page = 1 }, Chosen = string.IsNullOrEmpty(value) ? Chosen.Remove(facet) : Chosen.SetItem(facet, value) };

    /// <summary>The question to the index.</summary>
    public IndexQuery Query(DateTimeOffset now) => new(
        Shape.List.Table,
        [.. Shape.Facets.Where(f => Chosen.ContainsKey(f.Name)).Select(f => f.Filter(Chosen[f.Name], now))],
        Grid.Filter.Length == 0 ? null : Grid.Filter,
        Grid.SortKey ?? Shape.Sort.TrimStart('-'),
        Grid.SortKey is null ? Shape.Sort.StartsWith('-') : Grid.Descending,
        (int)Math.Min(Grid.Skip, 10_000_000),
        Grid.PageSize);

    /// <summary>Whether both ask for the same.</summary>
    public bool Asks(ListWish? other) => other is not null && Parameters.SequenceEqual(other.Parameters);
}

/// <summary>How long ago, as lists are narrowed by it.</summary>
public static class Ages
{
    private static readonly ImmutableArray<(string Word, TimeSpan Span)> Spans =
        [("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)), ("week", TimeSpan.FromDays(7)), ("month", TimeSpan.FromDays(30))];

    /// <summary>Before a span of time, by a column with instants.</summary>
    public static ListFacet Of(string column) => new(column, "Older than", [.. Spans.Select(s => new Look(s.Word, s.Word, Tone.Neutral, Glyph.Clock))])
    {
        Compare = (word, now) => new IndexFilter(
            column, FilterMatch.Below, (now - Spans.First(s => s.Word == word).Span).ToString("O", CultureInfo.InvariantCulture)),
    };

    /// <summary>Within a span of time from now, by a column with instants; what has none is left out.</summary>
    public static ListFacet Ahead(string column, string title) => new(column, title, [.. Spans.Select(s => new Look(s.Word, s.Word, Tone.Neutral, Glyph.Clock))])
    {
        Compare = (word, now) => new IndexFilter(
            column, FilterMatch.Below, (now + Spans.First(s => s.Word == word).Span).ToString("O", CultureInfo.InvariantCulture)),
    };
}
