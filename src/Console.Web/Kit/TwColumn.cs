using Microsoft.AspNetCore.Components;

namespace Twofold.Web.Kit;

/// <summary>A column of a <see cref="TwGrid{T}"/>; it draws nothing itself and tells the grid about itself.</summary>
public sealed class TwColumn<T> : ComponentBase
{
    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The key the index sorts by; none makes a column that cannot be sorted.</summary>
    [Parameter]
    public string? SortKey { get; set; }

    /// <summary>Left out on narrow screens.</summary>
    [Parameter]
    public bool Wide { get; set; }

    /// <summary>Set to the right, for numbers and buttons.</summary>
    [Parameter]
    public bool AtEnd { get; set; }

    /// <summary>The heading is only for assistive technology, as over a column of buttons.</summary>
    [Parameter]
    public bool HideTitle { get; set; }

    /// <summary>The cell of a row.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<T>? ChildContent { get; set; }

    [CascadingParameter]
    TwGrid<T> Grid { get; set; } = null!;

    internal string CssClass => (Wide ? "is-wide " : "") + (AtEnd ? "is-end" : "");

    // While parameters are set, not while rendering: only then is it sure to come before the table renders.
    /// <inheritdoc/>
    protected override void OnParametersSet() => Grid.Add(this);
}
