using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Web.Features.Looks;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>A column that phones are counted and filtered by.</summary>
/// <param name="Parameter">Its name in addresses.</param>
/// <param name="Column">Its name in the index.</param>
/// <param name="Title">For people.</param>
/// <param name="Looks">Its values, in the order they are shown.</param>
public sealed record PhoneFacet(string Parameter, string Column, string Title, IReadOnlyList<Look> Looks)
{
    /// <summary>Where a phone stands.</summary>
    public static readonly PhoneFacet State = new("state", "state", "State", PhoneLooks.States);

    /// <summary>How observation stands to policy.</summary>
    public static readonly PhoneFacet Verdict = new("verdict", "verdict", "Verdict", PhoneLooks.Verdicts);

    /// <summary>The work VM.</summary>
    public static readonly PhoneFacet Work = new("work", "work_state", "Work VM", VmLooks.Guests);

    /// <summary>The phone's part of a wipe.</summary>
    public static readonly PhoneFacet Wipe = new("wipe", "wipe", "Wipe", VmLooks.PhoneWipes);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<PhoneFacet> All = [State, Verdict, Work, Wipe];

    /// <summary>Their columns.</summary>
    public static readonly ImmutableArray<string> Columns = [.. All.Select(f => f.Column)];

    /// <summary>The address of the phones with one value.</summary>
    public string Href(string word) => $"phones?{Parameter}={Uri.EscapeDataString(word)}";

    /// <summary>The parts of a picture of how many phones have which value, each with the list that it counts.</summary>
    public IReadOnlyList<Slice> Slices(IReadOnlyDictionary<string, long> counts) =>
        [.. Looks.Select(l => new Slice(SlotWords.Title(l.Text), counts.GetValueOrDefault(l.Word), l.Tone, Href(l.Word)))];
}

/// <summary>What of the phones is listed, as the address has it.</summary>
/// <param name="Grid">Page, size, sort and search.</param>
/// <param name="Chosen">The chosen value of each facet; none for all.</param>
public sealed record PhoneList(GridQuery Grid, ImmutableDictionary<PhoneFacet, string> Chosen)
{
    // The largest page number whose first row the index still passes over.
    private const int LastPage = 100_000;

    private static readonly ImmutableArray<string> Sortable =
        ["name", "owner", "state", "verdict", "work_state", "personal_state", "policy_revision", "last_contact"];

    /// <summary>Whether nothing narrows the list.</summary>
    public bool IsAll => Chosen.IsEmpty && Grid.Filter.Length == 0;

    /// <summary>Reads the parts of an address; what makes no sense is left out.</summary>
    public static PhoneList Read(GridQuery untrusted, Func<PhoneFacet, string?> untrustedChoice) => new(
        untrusted with
        {
            Page = Math.Min(untrusted.Page, LastPage),
            Sort = untrusted.SortKey is { } key && Sortable.Contains(key) ? untrusted.Sort : null,
        },
        PhoneFacet.All.Where(f => f.Looks.Any(l => l.Word == untrustedChoice(f))).ToImmutableDictionary(f => f, f => untrustedChoice(f)!));

    /// <summary>The parts for an address; null leaves a part out.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => Grid.Parameters
        .Concat(PhoneFacet.All.Select(f => KeyValuePair.Create(f.Parameter, (object?)Chosen.GetValueOrDefault(f))))
        .ToDictionary(p => p.Key, p => p.Value);

    /// <summary>Narrowed to one value of a facet, or widened to all; back on the first page.</summary>
    public PhoneList With(PhoneFacet facet, string? word) =>
        new(Grid with { Page = 1 }, string.IsNullOrEmpty(word) ? Chosen.Remove(facet) : Chosen.SetItem(facet, word));

    /// <summary>The question to the index.</summary>
    public IndexQuery Query => new(
        "phones", Filters(but: null), Grid.Filter.Length == 0 ? null : Grid.Filter, Grid.SortKey ?? "name", Grid.Descending, (int)Grid.Skip, Grid.PageSize);

    /// <summary>The conditions of the list, but not of one facet: its counts say what choosing another value would show.</summary>
    public ImmutableArray<IndexFilter> Filters(PhoneFacet? but) =>
        [.. Chosen.Where(c => c.Key != but).Select(c => new IndexFilter(c.Key.Column, FilterMatch.Is, c.Value))];
}
