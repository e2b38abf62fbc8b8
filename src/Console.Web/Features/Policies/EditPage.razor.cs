using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Twofold.Fleet.Governors;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Policies;

/// <summary>Changes the policy set. The draft lives as long as the page; file and view are in the address.</summary>
public sealed partial class EditPage
{
    // One change of a text is one message of the circuit, which is bounded.
    private const int LongestText = 60_000;
    private const int MostMarks = 100;
    private const int LongestNote = 1_000;

    private PolicySetView? basis;
    private PolicyDraft? draft;
    private IReadOnlyList<PolicyProblem> problems = [];
    private PolicyPlan? plan;
    private GovernorView? governor;
    private RolloutWish? rollout;
    private Refusal? refusal;
    private string refusalTitle = "";
    private string? note;
    private bool busy;
    private bool pushed;
    private TwEditor? editor;
    private PolicyProblem? wanted;

    [Inject]
    private PolicyDesk Policy { get; set; } = null!;

    [Inject]
    private HoldDesk Holds { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "file")]
    private string? File { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "start")]
    private bool Start { get; set; }

    private PolicyFile? Current => draft?.Find(File) ?? draft?.Files.FirstOrDefault();

    private bool IsText => View == "text";

    private string ViewName => IsText ? "text" : "form";

    private bool IsChanged => !pushed && draft is not null && basis is not null && !draft.IsSame(PolicyDraft.Of(basis));

    private string? Next => refusal?.Code switch
    {
        "policy/plan-outdated" => "Look again at what would change, then push.",
        "policy/rollout-running" => "It is among the rollouts: let it end, or roll it back, then push.",
        _ => null,
    };

    private IReadOnlyList<TwTab> Tabs =>
        [new("Form", Href(Current!.Name, "form"), !IsText), new("Text", Href(Current.Name, "text"), IsText)];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var read = await Policy.InForceAsync();
        Refuse("The policies cannot be read", read.Refusal);
        if (!read.Ok) return;
        basis = read.Value;
        Change(Start && basis.Revision == 0 ? PolicyDraft.Starter() : PolicyDraft.Of(basis));
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (wanted is not { } problem || editor is null || !IsText || Current?.Name != problem.File) return;
        wanted = null;
        await editor.GoToAsync(problem.Line, problem.Column);
    }

    private static bool IsLong(PolicyFile file) => file.Text.Length > LongestText;

    private static string TextHelp(PolicyFile file) =>
        IsLong(file) ? "Too long to be changed here: upload it again." : "YAML; several documents stand between lines of ---. Ctrl and Space complete what is being written.";

    private static string Href(string file, string view) => $"policies/edit?file={Uri.EscapeDataString(file)}&view={view}";

    private string HrefOf(string? file, string? outcome) =>
        Href(file ?? Current?.Name ?? "", ViewName) + (outcome is null ? "" : $"&outcome={outcome}");

    private void Change(PolicyDraft next)
    {
        draft = next;
        problems = next.Problems();
        plan = null;
    }

    private IReadOnlyList<TwMark> MarksIn(PolicyFile file) =>
        [.. problems.Where(p => p.File == file.Name).Take(MostMarks).Select(p => new TwMark(p.Line, p.Column, $"{p.Message} ({p.Code})"))];

    private static TwCompletion Complete(string untrustedText, int caret)
    {
        var found = PolicyCompletion.At(untrustedText, caret);
        return new(found.Start, found.Length, [.. found.Items.Select(i => new TwCompletionItem(i.Word, i.Text, i.Explanation))]);
    }

    private void Mend(PolicyProblem problem)
    {
        if (draft!.Find(problem.File) is not { } file || PolicyFix.Of(file.Text, problem) is not { } mended) return;
        Change(draft.With(file.Name, mended));
        GoTo(problem);
    }

    private void GoTo(PolicyProblem problem)
    {
        wanted = problem;
        Navigation.NavigateTo(Href(problem.File, "text"), replace: true);
    }

    private Task PlanAsync() => WorkAsync(async () =>
    {
        var answer = await Policy.PlanAsync(draft!.Files);
        Refuse("What would change cannot be computed", answer.Refusal);
        (plan, problems) = (answer.Value, answer.Value?.Problems ?? problems);
        governor = (await Holds.GetAsync()).Value;
    });

    private Task PushAsync() => WorkAsync(async () =>
    {
        var answer = await Policy.ApplyAsync(plan!.Plan!.Digest, draft!.Files, note?.Trim() ?? "", rollout);
        Refuse("It was not pushed", answer.Value?.Outcome == ApplyOutcome.Rejected
            ? new Refusal("policy/rejected", "the governor rejected the change")
            : answer.Refusal);
        pushed = refusal is null;
        if (pushed) Navigation.NavigateTo(IsGoingOut(answer.Value!) ? $"rollouts/{answer.Value!.ProposalId}" : "policies");
    });

    private bool IsGoingOut(Applied applied) => rollout is not null && applied is { Outcome: ApplyOutcome.InForce, ProposalId.Length: > 0 };

    private async Task WorkAsync(Func<Task> work)
    {
        if (busy) return;
        busy = true;
        await work();
        busy = false;
    }

    private void Refuse(string title, Refusal? why) => (refusalTitle, refusal) = (title, why);

    private async Task LeaveAsync(LocationChangingContext leaving)
    {
        var stays = Navigation.ToBaseRelativePath(Navigation.ToAbsoluteUri(leaving.TargetLocation).ToString()).StartsWith("policies/edit", StringComparison.Ordinal);
        if (!stays && IsChanged && !await Browser.InvokeAsync<bool>("confirm", "Leave without pushing? The changes are lost."))
            leaving.PreventNavigation();
    }
}
