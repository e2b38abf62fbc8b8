using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Lists;

/// <summary>A page with one list that stays true. Its page, order, search and filters are its address.</summary>
public abstract class ListComponent : GridComponent
{
    private ListWish? read;

    /// <summary>The list as this page offers it.</summary>
    protected abstract ListShape Shape { get; }

    /// <summary>What is asked for.</summary>
    protected ListWish Wish { get; private set; } = null!;

    /// <summary>The rows; null until they are read.</summary>
    protected IReadOnlyList<IndexItem>? Rows { get; private set; }

    /// <summary>How many rows there are on all pages.</summary>
    protected IndexCount Total { get; private set; }

    /// <summary>Why the list could not be read, or null.</summary>
    protected Refusal? Failure { get; private set; }

    /// <summary>How many rows have which value, by facet.</summary>
    protected ImmutableDictionary<string, IndexFacet> Counts { get; private set; } = ImmutableDictionary<string, IndexFacet>.Empty;

    [Inject]
    private ListDesk Lists { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>The value of a facet in the address, or null.</summary>
    protected abstract string? Choice(string facet);

    /// <summary>Says how many there are.</summary>
    protected string Lead(string all) => (Rows, Failure) switch
    {
        (_, not null) => "They cannot be read now",
        (null, _) => "Reading the index…",
        _ when Wish.IsAll => $"{Total} {all}",
        _ => $"{Total} match",
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        Wish = ListWish.Read(Shape, Asked, Choice);
        if (Rows?.Count > Wish.Grid.PageSize) Rows = null;
        return Wish.Asks(read) ? Task.CompletedTask : ReadAsync();
    }

    /// <summary>Reads the list, and again whenever it changes.</summary>
    protected Task ReadAsync()
    {
        var wanted = read = Wish;
        return FollowAsync(cancel => Lists.SubscribeAsync(Shape.List, wanted.Query(Clock.GetUtcNow()), Shape.Counted, cancel), ShowAsync, Calm);
    }

    /// <summary>Goes to another page, order or narrowing.</summary>
    protected void Show(ListWish wanted) => GoTo(wanted.Parameters);

    private Task ShowAsync(Answer<ListPicture> answer)
    {
        Failure = answer.Refusal;
        if (answer.Ok) (Rows, Total, Counts) = (answer.Value.Page.Items, answer.Value.Page.Total, answer.Value.Facets);
        return Task.CompletedTask;
    }
}
