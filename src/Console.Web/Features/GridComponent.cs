using Microsoft.AspNetCore.Components;
using Twofold.Web.Kit;

namespace Twofold.Web.Features;

/// <summary>A page around one list. Which part of it, in what order and what is searched for are the page's address.</summary>
public abstract class GridComponent : LiveComponent
{
    /// <summary>What the address asks for, where the list can be sorted and searched.</summary>
    protected GridQuery Asked => GridQuery.Read(Page, Size, Sort, Search);

    /// <summary>What the address asks for, where the list has one order.</summary>
    protected GridQuery Query => GridQuery.Read(Page, Size, null, null);

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    private int? Size { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    /// <summary>Makes these the address; null takes one out of it.</summary>
    protected void GoTo(IReadOnlyDictionary<string, object?> parameters) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(parameters), replace: true);

    /// <summary>Goes to another part of the list.</summary>
    protected void Show(GridQuery query) => GoTo(query.Parameters);
}
