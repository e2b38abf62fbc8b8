using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests.Governing;

/// <summary>What someone with every right tries by policy: each is counted by what it does to the phones, and held above the budget.</summary>
public sealed class PolicyWaysTests
{
    private const int Phones = 3;
    private const int Budget = 2;

    public static TheoryData<string, Effect> Endangering => new()
    {
        { "lease.offline-lock: 15m", Effect.LeaseShortened },
        { "lease.offline-wipe: 1h", Effect.LeaseShortened },
        { "compliance.escalation: wipe 1d", Effect.Escalation },
        { "unlock.attempts-wipe: 10", Effect.Escalation },
        { "integrity.measurements: none", Effect.ReferenceValues },
        { "integrity.measured-boot: required", Effect.ReferenceValues },
        { "integrity.hypervisor: 9.0.0", Effect.ReferenceValues },
        { "integrity.control-partition: 9.0.0", Effect.ReferenceValues },
        { "integrity.image: lts 9999.0.0", Effect.Image },
        { "integrity.patch-age: 30d", Effect.Image },
        { "storage.snapshots: 0", Effect.Wipe },
    };

    // Starts out of contact are none by default: fewer than allowed has a test of its own.
    [Fact]
    public void Every_setting_that_may_make_data_unreadable_is_tried() => Assert.Equal(
        SettingCatalogue.All.Where(s => s.EndangersData).Select(s => s.Key).Order(StringComparer.Ordinal),
        Endangering.Select(row => row.Data.Item1.Split(':')[0]).Append("lease.offline-boots").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Fewer_starts_out_of_contact_than_were_allowed_are_counted_like_a_shorter_lease()
    {
        await using var console = await FleetAsync();
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        Assert.Equal((ApplyOutcome.InForce, 0), Seen(await ApplyAsync(mallory, Document("base", "lease.offline-boots: 3"))));
        Assert.Equal((ApplyOutcome.Held, Phones), Seen(await ApplyAsync(mallory, Document("base", "lease.offline-boots: 1"))));
        Assert.Equal(Effect.LeaseShortened, Assert.Single((await mallory.Holds.GetAsync()).Value!.Holds).Effect);
    }

    [Theory, MemberData(nameof(Endangering))]
    public async Task A_policy_that_makes_data_unreadable_sooner_on_more_phones_than_the_budget_is_held(string setting, Effect effect)
    {
        await using var console = await FleetAsync();
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        var applied = await ApplyAsync(mallory, Document("base", setting));
        Assert.Equal((ApplyOutcome.Held, Phones), (applied.Outcome, applied.VmsAtRisk));
        var hold = Assert.Single((await mallory.Holds.GetAsync()).Value!.Holds);
        Assert.Equal((effect, (long)Phones), (hold.Effect, hold.Vms));
        Assert.Equal("governor/own-order", (await mallory.Holds.ApproveAsync(hold.Id, hold.Orders)).Refusal?.Code);
        Assert.Equal(0, (await mallory.Policy.InForceAsync()).Value!.Revision);
    }

    [Theory]
    [InlineData("lease.offline-lock: 1m")]
    [InlineData("lease.offline-wipe: 1m")]
    public async Task A_lease_of_one_minute_is_no_policy(string setting)
    {
        await using var console = await RunningConsole.StartAsync(Budget);
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        var plan = (await mallory.Policy.PlanAsync([Document("base", setting)])).Value!;
        Assert.Equal("policy/out-of-range", Assert.Single(plan.Problems).Code);
    }

    [Fact]
    public async Task Deleting_a_document_and_assigning_it_otherwise_count_like_changing_it()
    {
        await using var console = await FleetAsync();
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        var (lenient, strict) = (Document("lenient", "lease.offline-wipe: 300d"), Document("strict", "lease.offline-wipe: 300d", "{ team: nobody }"));
        Assert.Equal(ApplyOutcome.InForce, (await ApplyAsync(mallory, lenient)).Outcome);
        Assert.Equal((ApplyOutcome.Held, Phones), Seen(await ApplyAsync(mallory, strict)));
        await WithdrawAsync(mallory);
        Assert.Equal((ApplyOutcome.Held, Phones), Seen(await ApplyAsync(mallory)));
    }

    [Fact]
    public async Task Labels_by_which_a_stricter_policy_reaches_more_phones_than_the_budget_are_held()
    {
        await using var console = await FleetAsync();
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        var strict = Document("strict", "lease.offline-wipe: 1h", "{ team: sales }");
        Assert.Equal((ApplyOutcome.InForce, 0), Seen(await ApplyAsync(mallory, strict)));
        var phones = (await mallory.Phones.ListAsync(new("phones", []))).Value!.Items.Select(i => i.Key).ToList();
        var answers = new List<Described>();
        foreach (var phone in phones) answers.Add((await mallory.Phones.DescribeAsync(phone, phone, "ada", Sales)).Value!);
        Assert.Equal(Phones - Budget, answers.Count(a => a.Waiting is { Place: not null }));
        var seen = await Task.WhenAll(phones.Select(p => mallory.Phones.GetAsync(p)));
        Assert.Equal(Budget, seen.Count(p => p.Value!.Phone.Labels["team"] == "sales"));
        Assert.Equal(Phones - Budget, seen.Count(p => p.Value!.Phone.Waiting is { Place: not null }));
        var hold = Assert.Single((await mallory.Holds.GetAsync()).Value!.Holds);
        Assert.Equal((Effect.LeaseShortened, 1L), (hold.Effect, hold.Vms));
        Assert.Equal("governor/own-order", (await mallory.Holds.ApproveAsync(hold.Id, hold.Orders)).Refusal?.Code);
    }

    [Fact]
    public async Task Labels_are_counted_for_a_policy_that_waits_too()
    {
        await using var console = await FleetAsync();
        var mallory = await console.DeskOfAsync("mallory", Role.Owner);
        Assert.Equal(ApplyOutcome.Held, (await ApplyAsync(mallory, Document("base", "lease.offline-lock: 15m"), Document("strict", "lease.offline-wipe: 1h", "{ team: sales }"))).Outcome);
        var phones = (await mallory.Phones.ListAsync(new("phones", []))).Value!.Items.Select(i => i.Key).ToList();
        foreach (var phone in phones) Assert.True((await mallory.Phones.DescribeAsync(phone, phone, "ada", Sales)).Ok);
        Assert.Equal(2, (await mallory.Holds.GetAsync()).Value!.Holds.Length);
    }

    private static ImmutableSortedDictionary<string, string> Sales { get; } = ImmutableSortedDictionary<string, string>.Empty.Add("team", "sales");

    private static (ApplyOutcome Outcome, int AtRisk) Seen(Applied applied) => (applied.Outcome, applied.VmsAtRisk);

    private static async Task<RunningConsole> FleetAsync()
    {
        var console = await RunningConsole.StartAsync(Budget);
        for (var n = 0; n < Phones; n++) await console.EnrolAsync($"phone {n}");
        return console;
    }

    private static async Task<Applied> ApplyAsync(FleetDesk desk, params PolicyFile[] files)
    {
        var plan = (await desk.Policy.PlanAsync([.. files])).Value!;
        Assert.Empty(plan.Problems);
        return (await desk.Policy.ApplyAsync(plan.Plan!.Digest, [.. files], "everything must go")).Value!;
    }

    private static async Task WithdrawAsync(FleetDesk desk)
    {
        var pending = (await desk.Policy.InForceAsync()).Value!.Pending!;
        Assert.True((await desk.Policy.WithdrawAsync(pending.ProposalId)).Ok);
        await Eventually.TrueAsync(async () => (await desk.Holds.GetAsync()).Value!.Holds.IsEmpty);
    }

    private static PolicyFile Document(string name, string setting, string? labels = null) => new(
        $"{name}.yaml",
        $"apiVersion: twofold/v1\nkind: Policy\nmetadata: {{ name: {name} }}\nspec:\n"
        + (labels is null ? "" : $"  phones: {{ matchLabels: {labels} }}\n") + $"  settings:\n    {setting}\n");
}
