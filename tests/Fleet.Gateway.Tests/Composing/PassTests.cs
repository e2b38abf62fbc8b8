using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;

namespace Twofold.Fleet.Gateway.Tests.Composing;

/// <summary>What the composer's looks at the whole fleet cost, and that they miss nobody.</summary>
public sealed class PassTests
{
    private const int Phones = 24;

    private static readonly TimeSpan OftenEnough = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_pass_over_a_fleet_that_did_not_change_reads_no_phone_into_memory()
    {
        await using var rig = await GatewayRig.StartAsync(o => o with { ReadAgainEvery = OftenEnough });
        await EnrolAsync(rig);
        var (looks, passes) = await QuietAsync(rig);
        await Eventually.SeeAsync(() => Task.FromResult(rig.CountedIndex.Passes), p => p > passes + 10);
        Assert.Equal(looks, rig.Counted.PhonesLookedAt);
    }

    [Fact]
    public async Task After_a_restart_few_phones_of_many_that_are_alike_are_asked()
    {
        using var place = new TestPlace();
        await using (var before = await GatewayRig.StartAsync(place: place)) await EnrolAsync(before);
        await using var rig = await GatewayRig.StartAsync(o => o with { ReadAgainEvery = OftenEnough }, place: place);
        var (looks, _) = await QuietAsync(rig);
        Assert.InRange(looks, 1, Phones - 1);
    }

    [Fact]
    public async Task What_changed_while_no_composer_ran_is_found_by_the_first_pass()
    {
        using var place = new TestPlace();
        var before = await LeaveAsync(place);
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("team", "blue");
        await using var rig = await GatewayRig.StartAsync(place: place, before: async fleet =>
        {
            var described = await fleet.AskAsync(Fleet.Phones.Phones.Id(before.PhoneId), new PhoneCommand.Describe("other", "owner", labels), Actor.System);
            Assert.True(described.Ok, described.Code);
        });
        var after = await rig.SeeAsync(before.PhoneId, p => p.Desired.Vms[0].Policy != before.Desired.Vms[0].Policy);
        Assert.Equal(before.PolicyRevision, after.PolicyRevision);
    }

    [Fact]
    public async Task The_mark_in_the_index_is_that_of_the_phone()
    {
        await using var rig = await GatewayRig.StartAsync();
        foreach (var id in await EnrolAsync(rig))
        {
            var row = (await rig.Index.QueryAsync(new IndexQuery("phones", [], Take: IndexQuery.MaxTake), CancellationToken.None)).Items.Single(i => i.Key == id);
            Assert.Equal(PolicyMark.Of(await rig.ViewAsync(id)), row.Text("policy_mark"));
        }
    }

    // Nobody was looked at while two passes began and one of them ended.
    private static async Task<(long Looks, long Passes)> QuietAsync(GatewayRig rig)
    {
        var last = (Looks: -1L, Passes: 0L);
        return await Eventually.SeeAsync(
            () => Task.FromResult((rig.Counted.PhonesLookedAt, rig.CountedIndex.Passes)),
            now =>
            {
                if (now.PhonesLookedAt == last.Looks) return now.Passes >= last.Passes + 2;
                last = now;
                return false;
            });
    }

    // One phone of many under a policy that is for others, as it was when the server stopped.
    private static async Task<PhoneView> LeaveAsync(TestPlace place)
    {
        await using var rig = await GatewayRig.StartAsync(place: place);
        var ids = await EnrolAsync(rig);
        await ComposerTests.ProposeAsync(rig, 1, new PolicyFile("closed.yaml", ComposerTests.Policy("blue")));
        return await rig.SeeAsync(ids[0], p => p.PolicyRevision == 1);
    }

    private static async Task<ImmutableArray<string>> EnrolAsync(GatewayRig rig)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        for (var n = 0; n < Phones; n++)
        {
            using var phone = await rig.PhoneAsync($"hardware-{n}", ("team", "red"));
            ids.Add(phone.Id);
        }

        foreach (var id in ids) await rig.ComposedAsync(id);
        return ids.ToImmutable();
    }
}
