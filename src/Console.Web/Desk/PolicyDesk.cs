using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;

namespace Twofold.Web.Desk;

/// <summary>What is in force, what would change, and why a phone has to obey what.</summary>
public sealed class PolicyDesk(Counter counter, PhoneRoll roll, WhatIfSurvey survey)
{
    /// <summary>The set in force and what waits. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<PolicySetView>> InForceAsync(CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.read", async () => Answer.Of((await counter.ViewAsync(Refs.PolicySet, cancel)).View), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<PolicySetView>>> SubscribeAsync(CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id == Refs.PolicySet.Id, InForceAsync, cancel);

    /// <summary>What the files would change, or everything that is wrong with them. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<PolicyPlan>> PlanAsync(ImmutableArray<PolicyFile> files, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.plan", async () => Answer.Of(await ComputeAsync(files, cancel)), cancel);

    /// <summary>
    /// Who would comply otherwise under the files, by what was read back last; or everything that is wrong with them. Nothing is written.
    /// <c>what-if/bad-setting</c>, <c>what-if/bad-take</c>. Needs <c>fleet.read</c>.
    /// </summary>
    public Task<Answer<PolicyOutlook>> WhatIfAsync(ImmutableArray<PolicyFile> files, WhatIfWish wish, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.what-if", () => CompareAsync(files, wish, cancel), cancel);

    /// <summary>
    /// Puts in force what a plan showed, and answers how far it came. Refused when its inputs changed (<c>policy/plan-outdated</c>) or
    /// the files cannot be read (<c>policy/problems</c>). A set that is in force already stays so.
    /// </summary>
    /// <param name="rollout">How it goes out (<c>rollout/bad-plan</c>); null for to everyone at once.</param>
    public Task<Answer<Applied>> ApplyAsync(
        string planDigest, ImmutableArray<PolicyFile> files, string note, RolloutWish? rollout = null, CancellationToken cancel = default) =>
        counter.ServeAsync("policy.apply", actor => ApplyAsync(actor, planDigest, files, note, rollout, cancel), cancel, Capability.PolicyWrite);

    /// <summary>Takes a proposal back that waits.</summary>
    public Task<Answer<Done>> WithdrawAsync(string proposalId, CancellationToken cancel = default) =>
        counter.SendAsync("policy.withdraw", Refs.PolicySet, new PolicySetCommand.Withdraw(proposalId), cancel);

    /// <summary>Why a work VM has to obey what; <c>vm/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<ExplainedPolicy>> ExplainAsync(string phone, string slot, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.explain", () => Explanation.OfAsync(counter, phone, slot, cancel), cancel);

    private async Task<PolicyPlan> ComputeAsync(ImmutableArray<PolicyFile> files, CancellationToken cancel)
    {
        var inForce = (await counter.ViewAsync(Refs.PolicySet, cancel)).View;
        var next = Explanation.Read(files);
        if (!next.IsValid) return new(next.Problems, null, string.Empty, inForce.Revision);
        var plan = Plan.Compute(Explanation.Read(inForce), next.Set, await roll.ReadAsync(cancel));
        return new([], plan, next.Set.Digest, inForce.Revision);
    }

    private async Task<Answer<PolicyOutlook>> CompareAsync(ImmutableArray<PolicyFile> files, WhatIfWish wish, CancellationToken cancel)
    {
        if (wish.Setting is { } key && !SettingCatalogue.TryFind(key, out _))
            return Answer.No<PolicyOutlook>("what-if/bad-setting", $"there is no setting `{Refs.Shown(key)}`");
        if (wish.Take is < 1 or > WhatIfWish.MaxTake)
            return Answer.No<PolicyOutlook>("what-if/bad-take", $"a list of `{wish.Take}` rows is not between 1 and {WhatIfWish.MaxTake}");
        var inForce = (await counter.ViewAsync(Refs.PolicySet, cancel)).View;
        var next = Explanation.Read(files);
        if (!next.IsValid) return Answer.Of(new PolicyOutlook(next.Problems, null, inForce.Revision));
        var answer = await survey.CompareAsync(Explanation.Read(inForce) ?? PolicySet.Empty, next.Set, wish, cancel);
        return Answer.Of(new PolicyOutlook([], answer, inForce.Revision));
    }

    private async Task<Answer<Applied>> ApplyAsync(
        Actor actor, string planDigest, ImmutableArray<PolicyFile> files, string note, RolloutWish? rollout, CancellationToken cancel)
    {
        var now = await ComputeAsync(files, cancel);
        if (now.Plan is not { } plan) return Answer.No<Applied>("policy/problems", $"{now.Problems.Count} problems stand in the files");
        var inForce = (await counter.ViewAsync(Refs.PolicySet, cancel)).View;
        if (inForce.Revision > 0 && inForce.SetDigest == now.SetDigest) return Answer.Of(Look(inForce, string.Empty, 0));
        if (plan.Digest != planDigest) return Answer.No<Applied>("policy/plan-outdated", "what the plan was computed from has changed: plan again");
        var proposal = $"policy-{now.BasedOn}-{planDigest[..16]}";
        var propose = new PolicySetCommand.Propose(proposal, files, now.SetDigest, now.BasedOn, plan.VmsAtRisk.Count, note, Risk.EffectOf(plan.RiskySettings));
        if (rollout is null) return await ProposeAsync(actor, propose, cancel);
        var waves = await ByWavesAsync(propose, rollout, inForce, cancel);
        return waves.Ok ? await ProposeAsync(actor, waves.Value, cancel) : new(null, waves.Refusal);
    }

    // What taking it back would put at risk is counted now, from the same fleet, so that going back can be charged without a delay.
    private async Task<Answer<PolicySetCommand.Propose>> ByWavesAsync(
        PolicySetCommand.Propose propose, RolloutWish rollout, PolicySetView inForce, CancellationToken cancel)
    {
        var phones = await roll.ReadAsync(cancel);
        var next = PolicySet.Read([.. propose.Files.Select(f => new SourceFile(f.Name, f.Text))]).Set!;
        var back = Plan.Compute(next, Explanation.Read(inForce) ?? PolicySet.Empty, phones);
        var first = await FirstAsync(rollout, phones, cancel);
        if (first?.Refusal is { } unknown) return new(null, unknown);
        return rollout.ToPlan(propose.ProposalId, phones.Select(p => p.Id), first?.Value)
            .Map(plan => propose with { Rollout = plan, VmsAtRiskBack = back.VmsAtRisk.Count, EffectBack = Risk.EffectOf(back.RiskySettings) });
    }

    // Who is in the group now goes first, also when the group is another one before they are told.
    private async Task<Answer<RolloutFirst>?> FirstAsync(RolloutWish rollout, IReadOnlyList<PhoneFacts> phones, CancellationToken cancel)
    {
        if (rollout.Group is not { } name) return null;
        if (!Refs.IsGroupName(name) || (await counter.ViewAsync(Refs.Group(name), cancel)).View is not { Exists: true } group)
            return Answer.No<RolloutFirst>("group/unknown", $"there is no group `{Refs.Shown(name)}`");
        var members = phones.Where(p => group.Holds(p.Id, p.Labels)).Select(p => p.Id).ToImmutableArray();
        return members.Length is 0 or > RolloutPlan.MaxFirst
            ? Answer.No<RolloutFirst>("rollout/bad-plan", $"the group `{name}` has {members.Length} phones: 1 to {RolloutPlan.MaxFirst} can go first")
            : Answer.Of(new RolloutFirst(name, members));
    }

    private async Task<Answer<Applied>> ProposeAsync(Actor actor, PolicySetCommand.Propose proposal, CancellationToken cancel)
    {
        var asked = await counter.AskAsync(Refs.PolicySet, proposal, actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        var view = await counter.Watcher.UntilAsync(
            Refs.PolicySet, v => Look(v, proposal.ProposalId, 0).Outcome != ApplyOutcome.Pending, cancel);
        var applied = Look(view, proposal.ProposalId, proposal.VmsAtRisk);
        if (applied.Outcome == ApplyOutcome.InForce && proposal.Rollout is not null) await BegunAsync(proposal.ProposalId, cancel);
        return Answer.Of(applied);
    }

    // Who is told of a rollout goes to look at it at once; the letter that begins it is on its way.
    private Task BegunAsync(string rollout, CancellationToken cancel) =>
        counter.Watcher.UntilAsync(Refs.Rollout(rollout), view => view.Status != RolloutStatus.Unknown, cancel);

    private static Applied Look(PolicySetView view, string proposal, int atRisk) => new(
        view switch
        {
            { Pending: { } waits } when waits.ProposalId == proposal => waits.Held ? ApplyOutcome.Held : ApplyOutcome.Pending,
            { LastRejected: { } rejected } when rejected.ProposalId == proposal => ApplyOutcome.Rejected,
            _ => ApplyOutcome.InForce,
        },
        proposal, view.Revision, atRisk);
}
