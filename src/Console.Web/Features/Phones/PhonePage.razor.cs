using Microsoft.AspNetCore.Components;
using Twofold.Fleet;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Features.Phones;

/// <summary>One phone.</summary>
public sealed partial class PhonePage
{
    private readonly Dictionary<string, ExplainedPolicy> policies = new(StringComparer.Ordinal);
    private string? read;
    private PhoneDetail? detail;
    private Refusal? refusal;
    private Actor? actor;
    private long version;

    /// <summary>The phone.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>A moment of the past to show instead of the present, or null.</summary>
    [SupplyParameterFromQuery]
    public string? At { get; set; }

    [Inject]
    private PhoneDesk Phones { get; set; } = null!;

    [Inject]
    private PolicyDesk Policies { get; set; } = null!;

    [Inject]
    private Seat Seat { get; set; } = null!;

    [Inject]
    private Callers Callers { get; set; } = null!;

    private IEnumerable<VmView> Of(VmOwner owner) => detail!.Vms.Where(v => v.Owner == owner);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (read == Id || At is not null) return;
        (read, detail, refusal) = (Id, null, null);
        policies.Clear();
        actor = await Callers.ActorAsync(await Seat.CallerAsync());
        await FollowAsync(cancel => Phones.SubscribeAsync(Id, cancel), ShowAsync);
    }

    private async Task ShowAsync(Answer<PhoneDetail> answer)
    {
        refusal = answer.Refusal;
        if (!answer.Ok) return;
        detail = answer.Value;
        version++;
        foreach (var vm in Of(VmOwner.Organisation))
            if ((await Policies.ExplainAsync(Id, vm.Slot)) is { Ok: true } explained)
                policies[vm.Slot] = explained.Value;
    }
}
