using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;
using Twofold.Web.Features.Notices;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Policies;

/// <summary>Who would comply otherwise under a draft. What the list is narrowed to stands in the address.</summary>
public sealed partial class WhatIfCard
{
    // The tabs are for a glance; the command line lists every setting.
    private const int MostTabs = 12;

    private const int MostRows = 25;

    private WhatIfAnswer? answer;
    private Refusal? refusal;
    private WhatIfWish asked = new();
    private bool busy;

    /// <summary>The files that are thought of.</summary>
    [Parameter, EditorRequired]
    public ImmutableArray<PolicyFile> Files { get; set; } = [];

    [Inject]
    private PolicyDesk Policy { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "setting")]
    private string? Setting { get; set; }

    [SupplyParameterFromQuery(Name = "then")]
    private string? Then { get; set; }

    [SupplyParameterFromQuery(Name = "needs")]
    private string? Needs { get; set; }

    private bool NeedsSomebody => Needs == "somebody";

    private WhatIfWish Wish => new(Setting, Enum.GetValues<VerdictState>().Cast<VerdictState?>().FirstOrDefault(v => PhoneLooks.Of(v!.Value).Word == Then), MostRows, NeedsSomebody);

    private string Judged =>
        $"{Least(Sentence.Count(answer!.Vms, "work VM"))} of {Sentence.Count(answer.Phones, "phone")} judged by what was read back last. Nothing was written.";

    private string Shown => answer!.Rows.Length < answer.Total.Rows || answer.AtLeast
        ? $"The first {answer.Rows.Length:N0} of {Least($"{answer.Total.Rows:N0}")}, the worst first."
        : $"All {answer.Rows.Length:N0}, the worst first.";

    private IReadOnlyList<TwTab> Tabs =>
    [
        new("All", Href(null, null), Setting is null && Then is null && !NeedsSomebody),
        new($"Not without somebody {Least($"{answer!.NeedSomebody:N0}")}", Href(null, null, "somebody"), NeedsSomebody),
        .. answer.Settings.GroupBy(s => (s.Setting, s.Then)).Take(MostTabs).Select(s => new TwTab(
            $"{SettingWords.Title(s.Key.Setting)}: {PhoneLooks.Of(s.Key.Then).Text} {Least($"{s.Sum(c => c.Vms):N0}")}", Href(s.Key.Setting, PhoneLooks.Of(s.Key.Then).Word),
            s.Key.Setting == Setting && PhoneLooks.Of(s.Key.Then).Word == Then)),
    ];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (answer is not null && Wish != asked) await AskAsync();
    }

    private string Least(string count) => answer!.AtLeast ? $"at least {count}" : count;

    private string Href(string? setting, string? then, string? needs = null) => Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["setting"] = setting, ["then"] = then, ["needs"] = needs });

    private async Task AskAsync()
    {
        if (busy) return;
        busy = true;
        asked = Wish;
        var told = await Policy.WhatIfAsync(Files, asked);
        (answer, refusal, busy) = (told.Value?.Answer, told.Refusal, false);
    }
}
