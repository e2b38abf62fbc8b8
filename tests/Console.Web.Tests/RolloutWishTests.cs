using Twofold.Fleet.Rollouts;
using Twofold.Web.Desk;

namespace Twofold.Web.Tests;

/// <summary>From what a person writes to the plan that the rules know.</summary>
public sealed class RolloutWishTests
{
    private static readonly string[] Phones = [.. Enumerable.Range(0, 200).Select(n => $"phone-{n}")];

    [Fact]
    public void A_number_of_phones_is_exactly_that_many()
    {
        var plan = new RolloutWish("3, 50").ToPlan("r1", Phones).Value!;
        Assert.Equal(["3", "50", "everyone"], plan.Waves.Select(w => w.Asked));
        Assert.Equal([3, 47, 150], Enumerable.Range(0, 3).Select(w => Phones.Count(p => plan.WaveOf(Places.Behind("r1", p)) == w)));
    }

    [Fact]
    public void A_share_is_about_that_share_and_other_phones_go_first_in_another_rollout()
    {
        var wish = new RolloutWish("25%");
        var first = First("r1");
        Assert.InRange(first.Count, 25, 75);
        Assert.NotEqual(first, First("r2"));
        Assert.Equal(first, First("r1"));

        List<string> First(string rollout)
        {
            var plan = wish.ToPlan(rollout, []).Value!;
            return [.. Phones.Where(p => plan.WaveOf(Places.Behind(rollout, p)) == 0)];
        }
    }

    [Fact]
    public void A_group_that_goes_first_is_the_first_wave_whatever_the_places_of_its_phones()
    {
        var wish = new RolloutWish("group:pilots, 50%");
        var first = new RolloutFirst("pilots", [.. Phones.OrderByDescending(p => Places.Behind("r1", p)).Take(3)]);
        var plan = wish.ToPlan("r1", [], first).Value!;
        Assert.Equal("pilots", wish.Group);
        Assert.Equal(["group:pilots", "50%", "everyone"], plan.Waves.Select(w => w.Asked));
        Assert.Equal(first.Phones.Order(), Phones.Where(p => plan.WaveOf("r1", p) == 0).Order());
        Assert.All(Phones.Except(first.Phones), p => Assert.Equal(plan.WaveOf(Places.Behind("r1", p)), plan.WaveOf("r1", p)));
    }

    [Fact]
    public void A_group_that_goes_first_is_a_wave_of_its_own_with_phones_in_it()
    {
        var plan = new RolloutWish("group:pilots, 50%").ToPlan("r1", [], new RolloutFirst("pilots", ["phone-1"])).Value!;
        Assert.Null(plan.Problem());
        Assert.NotNull((plan with { First = new("pilots", []) }).Problem());
        Assert.NotNull((plan with { First = new("pilots", default) }).Problem());
        Assert.NotNull((plan with { Waves = plan.Waves.RemoveAt(0) }).Problem());
    }

    [Fact]
    public void More_phones_than_there_are_is_everyone() =>
        Assert.Equal(Places.Count, Assert.Single(new RolloutWish("500").ToPlan("r1", Phones).Value!.Waves).End);

    [Theory]
    [InlineData("0%", "10m", "`0%` is neither a share such as `5%` nor a number of phones; a group goes first, once")]
    [InlineData("some", "10m", "`some` is neither a share such as `5%` nor a number of phones; a group goes first, once")]
    [InlineData("5%, group:pilots", "10m", "`group:pilots` is neither a share such as `5%` nor a number of phones; a group goes first, once")]
    [InlineData("5%", "ten", "`ten` is not a time such as `30s`, `10m`, `2h` or `1d`")]
    [InlineData("5%", "60d", "a wave stands for at most 30 days")]
    public void What_cannot_be_read_is_refused_with_what_is_expected(string waves, string soak, string message)
    {
        var refusal = new RolloutWish(waves, Soak: soak).ToPlan("r1", Phones).Refusal;
        Assert.Equal(("rollout/bad-plan", message), (refusal?.Code, refusal?.Message));
    }

    [Fact]
    public void A_budget_beyond_the_bound_is_refused() =>
        Assert.Equal("1 to 1000 phones change at once", new RolloutWish("5%", AtOnce: 1001).ToPlan("r1", []).Refusal?.Message);
}
