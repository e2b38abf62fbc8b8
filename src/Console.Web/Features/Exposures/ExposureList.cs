using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Web.Features.Looks;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Exposures;

/// <summary>What of the exposed work VMs is listed, as the address has it.</summary>
/// <param name="Grid">Page, size, sort and search.</param>
/// <param name="Kind">The one kind of exposure, or null for all.</param>
public sealed record ExposureList(GridQuery Grid, string? Kind)
{
    private static readonly ImmutableArray<string> Sortable = ["phone_name", "readable_until", "silent_since"];

    /// <summary>Whether nothing narrows the list.</summary>
    public bool IsAll => Kind is null && Grid.Filter.Length == 0;

    /// <summary>The parts of the address.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?>(Grid.Parameters) { ["data"] = Kind };

    /// <summary>The question to the index; the longest readable stand first.</summary>
    public IndexQuery Query => new(
        "exposures", Kind is null ? [] : [new IndexFilter("exposure", FilterMatch.Is, Kind)], Grid.Filter.Length == 0 ? null : Grid.Filter,
        Grid.SortKey ?? "readable_until", Grid.SortKey is null || Grid.Descending, (int)Grid.Skip, Grid.PageSize);

    /// <summary>Reads the parts of an address; what makes no sense is left out.</summary>
    public static ExposureList Read(GridQuery untrusted, string? untrustedKind) => new(
        untrusted with { Sort = untrusted.SortKey is { } key && Sortable.Contains(key) ? untrusted.Sort : null },
        ExposureLooks.Kinds.Any(l => l.Word == untrustedKind) ? untrustedKind : null);

    /// <summary>The list narrowed to one kind; an empty word is all.</summary>
    public ExposureList With(string? kind) => new(Grid with { Page = 1 }, string.IsNullOrEmpty(kind) ? null : kind);
}

/// <summary>A work VM in that list.</summary>
public sealed record ExposureRow(
    string Phone, string Name, string Slot, Look Exposure, DateTimeOffset? Until, DateTimeOffset? Silent, Look Standing, Look? Wipe)
{
    /// <summary>A row of the index.</summary>
    public static ExposureRow Of(IndexItem item) => new(
        item.Key, item.Text("phone_name") ?? item.Key, item.Text("slot") ?? "", Look.Find(ExposureLooks.Kinds, item.Text("exposure")),
        item.Text("exposure") == "unbounded" ? null : item.Instant("readable_until"), item.Instant("silent_since"), Look.Find(ExposureLooks.Standings, item.Text("standing")),
        item.Text("wipe") is { } wipe ? Look.Find(VmLooks.PhoneWipes, wipe) : null);
}
