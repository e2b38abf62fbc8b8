using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>The list of phones.</summary>
public sealed partial class PhonesPage
{
    private PhoneList list = PhoneList.Read(new(), _ => null);
    private PhoneList? read;
    private IReadOnlyList<PhoneRow>? rows;
    private IndexCount total;
    private Refusal? failure;
    private ImmutableDictionary<string, IndexFacet>? counts;

    [Inject]
    private ListDesk Lists { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "verdict")]
    private string? Verdict { get; set; }

    [SupplyParameterFromQuery(Name = "work")]
    private string? Work { get; set; }

    [SupplyParameterFromQuery(Name = "wipe")]
    private string? Wipe { get; set; }

    private string Lead => (rows, failure) switch
    {
        (_, not null) => "They cannot be read now",
        (null, _) => "Reading the index…",
        _ when list.IsAll => $"{total} in the fleet",
        _ => $"{total} match",
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        list = PhoneList.Read(Asked, Choice);
        if (rows?.Count > list.Grid.PageSize) rows = null;
        return read is { } before && before.Parameters.SequenceEqual(list.Parameters) ? Task.CompletedTask : ReadAsync();
    }

    private Task ReadAsync()
    {
        var wanted = read = list;
        return FollowAsync(cancel => Lists.SubscribeAsync(FleetList.Phones, wanted.Query, PhoneFacet.Columns, cancel), ShowAsync, Calm);
    }

    private Task ShowAsync(Answer<ListPicture> answer)
    {
        failure = answer.Refusal;
        if (answer.Ok) (rows, total, counts) = ([.. answer.Value.Page.Items.Select(PhoneRow.Of)], answer.Value.Page.Total, answer.Value.Facets);
        return Task.CompletedTask;
    }

    private void Show(PhoneList wanted) => GoTo(wanted.Parameters);

    private string? Choice(PhoneFacet facet) => facet.Parameter switch
    {
        "state" => State,
        "verdict" => Verdict,
        "work" => Work,
        _ => Wipe,
    };
}
