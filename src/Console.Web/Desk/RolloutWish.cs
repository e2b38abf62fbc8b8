using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet.Rollouts;

namespace Twofold.Web.Desk;

/// <summary>How a person or a pipeline wants a revision to go out. Shares are whole percent; times are written like <c>10m</c>, <c>2h</c> or <c>1d</c>.</summary>
/// <param name="Waves">
/// How far each wave reaches, counted from the first phone: <c>10, 5%, 50%</c>. After the last of them comes everyone. A group may go first:
/// <c>group:pilots, 5%</c>.
/// </param>
/// <param name="AtOnce">Phones that may change and not have settled, at any instant.</param>
/// <param name="MinObeying">The share of a wave that has to obey before the next one.</param>
/// <param name="MaxFailing">The share of a wave that may fail.</param>
/// <param name="MaxSilent">The share of a wave that may fall silent.</param>
/// <param name="MaxDrop">The share of all told phones that may lose compliance.</param>
/// <param name="Soak">How long a wave has to stand.</param>
/// <param name="SilentAfter">Out of contact for longer is silent.</param>
/// <param name="StallAfter">It halts when nothing came forward for so long.</param>
/// <param name="RollsBack">Whether it rolls back by itself.</param>
/// <param name="StartAt">Not before; null for at once.</param>
public sealed record RolloutWish(
    string Waves, int AtOnce = 100, int MinObeying = 90, int MaxFailing = 5, int MaxSilent = 10, int MaxDrop = 5,
    string Soak = "10m", string SilentAfter = "2h", string StallAfter = "1d", bool RollsBack = true, DateTimeOffset? StartAt = null)
{
    private const string Everyone = "everyone";
    private const string GroupMark = "group:";
    private static readonly ImmutableArray<(char Unit, TimeSpan Length)> Units =
        [('s', TimeSpan.FromSeconds(1)), ('m', TimeSpan.FromMinutes(1)), ('h', TimeSpan.FromHours(1)), ('d', TimeSpan.FromDays(1))];

    /// <summary>Whether a wave is asked for by a number of phones, so that the fleet has to be looked at.</summary>
    public bool CountsPhones => Parts.Any(p => Share(p) is null && Phones(p) is not null);

    /// <summary>The group that goes first, or null; its phones have to be looked up.</summary>
    public string? Group => Parts.FirstOrDefault() is { } part && part.StartsWith(GroupMark, StringComparison.Ordinal) ? part[GroupMark.Length..] : null;

    private IEnumerable<string> Parts => Waves.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The plan for this fleet, or <c>rollout/bad-plan</c> with what is wrong.</summary>
    /// <param name="rollout">The rollout's key, which says who is first.</param>
    /// <param name="phones">The ids of all phones, where <see cref="CountsPhones"/>.</param>
    /// <param name="first">The phones of <see cref="Group"/>, where there is one.</param>
    public Answer<RolloutPlan> ToPlan(string rollout, IEnumerable<string> phones, RolloutFirst? first = null)
    {
        var behind = CountsPhones ? phones.Select(p => Places.Behind(rollout, p)).Order().ToArray() : [];
        var waves = ImmutableArray.CreateBuilder<RolloutWave>();
        if (first is not null) waves.Add(new(GroupMark + first.Group, 0));
        foreach (var part in Parts.Skip(waves.Count))
        {
            if (EndOf(part, behind) is not { } end) return Bad($"`{Refs.Shown(part)}` is neither a share such as `5%` nor a number of phones; a group goes first, once");
            waves.Add(new(part, Math.Max(end, waves.Count == 0 ? 0 : waves[^1].End)));
        }

        if (waves.Count == 0 || waves[^1].End < Places.Count) waves.Add(new(Everyone, Places.Count));
        return Times(waves.ToImmutable(), first);
    }

    private Answer<RolloutPlan> Times(ImmutableArray<RolloutWave> waves, RolloutFirst? first)
    {
        if (new[] { Soak, SilentAfter, StallAfter }.FirstOrDefault(t => Time(t) is null) is { } bad)
            return Bad($"`{Refs.Shown(bad)}` is not a time such as `30s`, `10m`, `2h` or `1d`");
        var plan = new RolloutPlan(
            waves, AtOnce, MinObeying, MaxFailing, MaxSilent, MaxDrop, Time(Soak)!.Value, Time(SilentAfter)!.Value, Time(StallAfter)!.Value, RollsBack, StartAt, first);
        return plan.Problem() is { } problem ? Bad(problem) : Answer.Of(plan);
    }

    private static int? EndOf(string part, int[] behind)
    {
        if (Share(part) is { } share) return share * (Places.Count / 100);
        if (Phones(part) is not { } count) return null;
        return count > behind.Length ? Places.Count : behind[count - 1] + 1;
    }

    private static int? Share(string part) => part is [.. var digits, '%'] && Number(digits) is >= 1 and <= 100 and var share ? share : null;

    private static int? Phones(string part) => Number(part) is >= 1 and var count ? count : null;

    private static TimeSpan? Time(string text)
    {
        if (text is not [.. var digits, var letter] || Number(digits) is not { } number) return null;
        var unit = Units.FirstOrDefault(u => u.Unit == letter);
        return unit.Length == TimeSpan.Zero ? null : number * unit.Length;
    }

    private static int? Number(string digits) =>
        digits.Length <= 7 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Answer<RolloutPlan> Bad(string problem) => Answer.No<RolloutPlan>("rollout/bad-plan", problem);
}
