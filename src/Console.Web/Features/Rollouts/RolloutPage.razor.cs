using Microsoft.AspNetCore.Components;
using Twofold.Fleet;
using Twofold.Fleet.Rollouts;
using Twofold.Web.Desk;

namespace Twofold.Web.Features.Rollouts;

/// <summary>One rollout, staying true.</summary>
public sealed partial class RolloutPage
{
    private RolloutView? rollout;
    private Refusal? refusal;
    private string refusalTitle = "";
    private string? followed;
    private Ask asked;
    private bool busy;

    private enum Ask
    {
        Nothing,
        RollBack,
        Resume,
        Cancel,
    }

    /// <summary>The rollout's key.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private RolloutDesk Rollouts { get; set; } = null!;

    [CascadingParameter]
    private Actor? Me { get; set; }

    private bool MayWrite => Me?.May(Capability.PolicyWrite) is true;

    private string Title => rollout is null ? "Rollout" : $"Rollout of revision {rollout.Revision:N0}";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id) return;
        followed = Id;
        await FollowAsync(cancel => Rollouts.SubscribeAsync(Id, cancel), ShowAsync, Calm);
    }

    private Task ShowAsync(Answer<RolloutView> answer)
    {
        rollout = answer.Value ?? rollout;
        Refuse("The rollout cannot be read", answer.Refusal);
        return Task.CompletedTask;
    }

    private async Task ActAsync(Func<Task<Answer<Done>>> act)
    {
        busy = true;
        Refuse("Nothing was changed", (await act()).Refusal);
        busy = false;
    }

    private void Closed(bool open) => asked = open ? asked : Ask.Nothing;

    private void Refuse(string title, Refusal? why) => (refusalTitle, refusal) = (title, why);
}
