using Twofold.Fleet;
using Twofold.Web.Features.Looks;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Enrolments;

/// <summary>What the list of enrolments shows, as its address says.</summary>
/// <param name="Grid">Page, order and search.</param>
/// <param name="Status">Only those that stand there, or null for all.</param>
public sealed record EnrolmentList(GridQuery Grid, string? Status)
{
    private static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["name"] = "name",
        ["owner"] = "owner",
        ["status"] = "status",
        ["expires"] = "expires_at",
    };

    /// <summary>Reads an address; what makes no sense is left out.</summary>
    public static EnrolmentList Read(GridQuery grid, string? status) =>
        new(grid, PeopleLooks.Enrolments.Any(l => l.Word == status) ? status : null);

    /// <summary>The question for the index.</summary>
    public IndexQuery Query => new(
        "",
        Status is null ? [] : [new IndexFilter("status", FilterMatch.Is, Status)],
        Grid.Filter.Length == 0 ? null : Grid.Filter,
        Grid.SortKey is { } key && Columns.TryGetValue(key, out var column) ? column : "expires_at",
        Grid.SortKey is null || Grid.Descending,
        (int)Math.Min(Grid.Skip, 10_000_000),
        Grid.PageSize);

    /// <summary>The parts for an address.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?>(Grid.Parameters) { ["status"] = Status };
}
