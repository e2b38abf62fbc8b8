using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway.Tests.Rollouts;

/// <summary>Waves over the real gateway: composer, index, survey and phones that speak the real protocol.</summary>
public sealed class RolloutTests : IAsyncLifetime
{
    private const int Phones = 8;
    private const string Rollout = "proposal-1";

    private readonly List<ObedientPhone> _phones = [];
    private GatewayRig _rig = null!;

    public async ValueTask InitializeAsync() =>
        _rig = await GatewayRig.StartAsync(o => o with { MeasureEvery = TimeSpan.FromMilliseconds(50) });

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones) phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_bad_wave_halts_and_rolls_back_and_nobody_beyond_it_ever_hears_of_it()
    {
        await StartAsync(cutNetworks: false);
        var others = InOrder().Skip(2).ToList();
        using var watch = new RevisionWatch(_rig, others);
        await ProposeAsync(Waves(first: 2) with { RollsBack = true });
        var ended = await EndedAsync();
        Assert.Equal((RolloutStatus.RolledBack, HaltReason.Failing, 2L), (ended.Status, ended.Halt?.Reason, ended.ReturnRevision));
        Assert.Equal(2, Assert.Single(ended.Waves).Counts.Told);
        foreach (var phone in _phones) await _rig.SeeAsync(phone.Id, p => p is { PolicyRevision: 2, Verdict: VerdictState.Compliant });
        Assert.DoesNotContain(1L, watch.Seen);
    }

    [Fact]
    public async Task Good_waves_follow_one_another_until_everyone_has_the_revision()
    {
        await StartAsync(cutNetworks: true);
        await ProposeAsync(Waves(first: 2));
        var ended = await EndedAsync();
        Assert.Equal((RolloutStatus.Completed, 2, 6), (ended.Status, ended.Waves[0].Counts.Obeying, ended.Waves[1].Counts.Obeying));
        foreach (var phone in _phones) await _rig.SeeAsync(phone.Id, p => p is { PolicyRevision: 1, Verdict: VerdictState.Compliant });
        await Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(PolicySets.PolicySets.Organisation)).View, set => set.Rollout is null);
    }

    [Fact]
    public async Task A_group_goes_first_though_its_phones_are_the_last_by_place_and_a_bad_change_stays_with_them()
    {
        await StartAsync(cutNetworks: false);
        var (others, group) = (InOrder().Take(Phones - 2).ToList(), InOrder().Skip(Phones - 2).ToImmutableArray());
        using var watch = new RevisionWatch(_rig, others);
        await ProposeAsync(Waves(first: 4) with { RollsBack = true, Waves = [new("group:pilots", 0), new("everyone", Places.Count)], First = new("pilots", group) });
        var ended = await EndedAsync();
        Assert.Equal((RolloutStatus.RolledBack, HaltReason.Failing), (ended.Status, ended.Halt?.Reason));
        Assert.Equal((2, 2), (Assert.Single(ended.Waves).Counts.Members, ended.Waves[0].Counts.Told));
        Assert.DoesNotContain(1L, watch.Seen);
    }

    [Fact]
    public async Task After_a_group_that_obeys_come_the_others_and_nobody_counts_twice()
    {
        await StartAsync(cutNetworks: true);
        var group = InOrder().Skip(Phones - 3).ToImmutableArray();
        await ProposeAsync(Waves(first: 4) with { Waves = [new("group:pilots", 0), new("everyone", Places.Count)], First = new("pilots", group) });
        var ended = await EndedAsync();
        Assert.Equal((RolloutStatus.Completed, 3, Phones - 3), (ended.Status, ended.Waves[0].Counts.Obeying, ended.Waves[1].Counts.Obeying));
        Assert.Equal(Phones, ended.Waves.Sum(w => w.Counts.Members));
    }

    [Fact]
    public async Task A_paused_rollout_tells_nobody_and_a_phone_that_enrols_meanwhile_gets_the_revision_before()
    {
        await StartAsync(cutNetworks: true);
        await ProposeAsync(Waves(first: 2) with { Soak = TimeSpan.FromHours(1) });
        await SeeRolloutAsync(r => r.StandsSince is not null);
        await AskAsync(new RolloutCommand.Pause());
        using var late = await ObedientPhone.StartAsync(_rig, "hardware-that-comes-late", cutsNetworks: true);
        await _rig.SeeAsync(late.Id, p => p is { PolicyRevision: 0, Verdict: VerdictState.Compliant });
        await AskAsync(new RolloutCommand.RollBack("enough seen"));
        await EndedAsync();
        await _rig.SeeAsync(late.Id, p => p is { PolicyRevision: 2, Verdict: VerdictState.Compliant });
    }

    [Fact]
    public async Task Phones_out_of_contact_hold_up_nothing_and_are_told_when_they_return()
    {
        await StartAsync(cutNetworks: true);
        using var away = await _rig.PhoneAsync("hardware-in-a-drawer");
        await _rig.ComposedAsync(away.Id);
        await ProposeAsync(Waves(first: 2));
        Assert.Equal(RolloutStatus.Completed, (await EndedAsync()).Status);
        await _rig.SeeAsync(away.Id, p => p is { PolicyRevision: 1, Online: false });
    }

    private async Task StartAsync(bool cutNetworks)
    {
        for (var n = 0; n < Phones; n++) _phones.Add(await ObedientPhone.StartAsync(_rig, $"hardware-number-{n}", cutNetworks));
        foreach (var phone in _phones) await _rig.SeeAsync(phone.Id, p => p is { Settled: true, Verdict: VerdictState.Compliant });
    }

    private IEnumerable<string> InOrder() => _phones.Select(p => p.Id).OrderBy(p => Places.Behind(Rollout, p));

    private RolloutPlan Waves(int first)
    {
        var end = Places.Behind(Rollout, InOrder().ElementAt(first - 1)) + 1;
        return new RolloutPlan(
            [new($"{first}", end), new("everyone", Places.Count)], AtOnce: 2, MinObeying: 90, MaxFailing: 20, MaxSilent: 100, MaxDrop: 100,
            Soak: TimeSpan.FromMilliseconds(200), SilentAfter: TimeSpan.FromHours(1), StallAfter: TimeSpan.FromHours(1), RollsBack: false);
    }

    private async Task ProposeAsync(RolloutPlan plan)
    {
        PolicyFile[] files =
        [
            new("closed.yaml", "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: closed }\nspec:\n  settings:\n    network.mode: none\n"),
        ];
        var set = PolicySet.Read([.. files.Select(f => new SourceFile(f.Name, f.Text))]);
        Assert.True(set.IsValid, string.Join('\n', set.Problems));
        var proposal = new PolicySetCommand.Propose(Rollout, [.. files], set.Set.Digest, 0, 0, "a test", Rollout: plan);
        var reply = await _rig.Fleet.AskAsync(PolicySets.PolicySets.Organisation, proposal, Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }

    private async Task AskAsync(RolloutCommand command)
    {
        var reply = await _rig.Fleet.AskAsync(Fleet.Rollouts.Rollouts.Id(Rollout), command, Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }

    private Task<RolloutView> EndedAsync() => SeeRolloutAsync(r => r.Ended);

    private Task<RolloutView> SeeRolloutAsync(Func<RolloutView, bool> holds) =>
        Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(Fleet.Rollouts.Rollouts.Id(Rollout))).View, holds);
}
