using Microsoft.AspNetCore.Components;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Exposures;

/// <summary>Work VMs of phones that may never return.</summary>
public sealed partial class ExposurePage
{
    private ExposureList list = ExposureList.Read(new(), null);
    private ExposureList? read;
    private IReadOnlyList<ExposureRow>? rows;
    private IndexCount total;
    private ExposureFigures? figures;
    private Refusal? failure;

    [Inject]
    private ExposureDesk Exposures { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "data")]
    private string? Kind { get; set; }

    private string Lead => (rows, failure) switch
    {
        (_, not null) => "It cannot be read now",
        (null, _) => "Reading the index…",
        _ => $"{total} work VMs of phones out of contact. If their phones never came back, this is how long their data could be read.",
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        list = ExposureList.Read(Asked, Kind);
        if (rows?.Count > list.Grid.PageSize) rows = null;
        return read is { } before && before.Parameters.SequenceEqual(list.Parameters) ? Task.CompletedTask : ReadAsync();
    }

    private Task ReadAsync()
    {
        var wanted = read = list;
        return FollowAsync(cancel => Exposures.SubscribeAsync(wanted.Query, cancel), ShowAsync, Calm);
    }

    private async Task ShowAsync(Answer<IndexPage> answer)
    {
        failure = answer.Refusal;
        if (!answer.Ok) return;
        (rows, total) = ([.. answer.Value.Items.Select(ExposureRow.Of)], answer.Value.Total);
        figures = (await Exposures.FiguresAsync()).Value ?? figures;
    }

    private void Show(ExposureList wanted) => GoTo(wanted.Parameters);
}
