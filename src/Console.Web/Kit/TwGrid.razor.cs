using Microsoft.AspNetCore.Components;

namespace Twofold.Web.Kit;

/// <summary>A list that is paged, sorted and filtered at its source.</summary>
/// <typeparam name="T">A row.</typeparam>
public sealed partial class TwGrid<T> : IDisposable
{
    static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    readonly List<TwColumn<T>> columns = [];
    readonly FilterText filter = new();
    CancellationTokenSource typing = new();

    [Inject]
    TimeProvider Time { get; set; } = null!;

    /// <summary>The rows of this page; null while they load.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<T>? Items { get; set; }

    /// <summary>The rows of all pages together.</summary>
    [Parameter, EditorRequired]
    public long Total { get; set; }

    /// <summary>Whether there may be more rows than <see cref="Total"/>.</summary>
    [Parameter]
    public bool AtLeast { get; set; }

    /// <summary>Page, size, sort and filter as the address has them.</summary>
    [Parameter, EditorRequired]
    public GridQuery Query { get; set; } = new();

    /// <summary>Called with what the reader wants to see; the page puts it into its address.</summary>
    [Parameter, EditorRequired]
    public EventCallback<GridQuery> QueryChanged { get; set; }

    /// <summary>What is listed, in lower case: it names the table, the filter and the pager.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What can be typed into the filter box; null for no filter box.</summary>
    [Parameter]
    public string? FilterHint { get; set; }

    /// <summary>Tells rows apart between pages; the row itself where none is given.</summary>
    [Parameter]
    public Func<T, object>? RowKey { get; set; }

    /// <summary>Where a row leads; the first column becomes the link, and the whole row follows it.</summary>
    [Parameter]
    public Func<T, string>? RowHref { get; set; }

    /// <summary>The columns, each a <see cref="TwColumn{T}"/>.</summary>
    [Parameter, EditorRequired]
    public RenderFragment? Columns { get; set; }

    /// <summary>What stands beside the filter box: further filters, buttons.</summary>
    [Parameter]
    public RenderFragment? Toolbar { get; set; }

    /// <summary>What stands in place of the table when there are no rows.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Why the rows could not be read; shown in place of the table.</summary>
    [Parameter]
    public string? Failure { get; set; }

    /// <summary>What stands in place of the table on a failure, given its text; a message by default.</summary>
    [Parameter]
    public RenderFragment<string>? Error { get; set; }

    /// <summary>Offers to try again after a failure.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <inheritdoc/>
    public void Dispose() => typing.Cancel();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // INVARIANT: a grid holds one page; a page that hands it more has read more than it may.
        if (Items?.Count > Query.PageSize)
            throw new InvalidOperationException($"the grid of {Label} was handed {Items.Count} rows for a page of {Query.PageSize}");
        filter.See(Query.Filter);
    }

    internal void Add(TwColumn<T> column) => columns.Add(column);

    // The columns tell the grid about themselves each time they render, in order; the table renders after them.
    RenderFragment StartColumns()
    {
        columns.Clear();
        return _ => { };
    }

    // Keystrokes settle before the index is asked: one query per pause, not per letter.
    async Task TypedAsync(string? text)
    {
        filter.Type(text);
        if (!await SettledAsync()) return;
        var query = Query.FilteredBy(filter.Text);
        filter.Ask(query.Filter);
        await QueryChanged.InvokeAsync(query);
    }

    async Task<bool> SettledAsync()
    {
        await typing.CancelAsync();
        typing = new();
        var pause = Task.Delay(TypingPause, Time, typing.Token);
        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return pause.IsCompletedSuccessfully;
    }

    object Key(T item) => RowKey?.Invoke(item) ?? item!;

    string? AriaSort(TwColumn<T> column) => column.SortKey is null ? null
        : column.SortKey != Query.SortKey ? "none"
        : Query.Descending ? "descending" : "ascending";

    Glyph SortGlyph(TwColumn<T> column) => AriaSort(column) switch
    {
        "ascending" => Glyph.Up,
        "descending" => Glyph.Down,
        _ => Glyph.Sort,
    };
}
