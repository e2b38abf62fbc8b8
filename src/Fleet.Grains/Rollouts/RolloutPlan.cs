using System.Collections.Immutable;

namespace Twofold.Fleet.Rollouts;

/// <summary>One wave of a plan.</summary>
/// <param name="Asked">
/// How it was asked for, for people: <c>10</c> phones, <c>5%</c> or <c>everyone</c>, always counted from the first phone; or <c>group:pilots</c>.
/// </param>
/// <param name="End">The first distance behind the rollout's start that is no longer in it (see <see cref="Places"/>).</param>
public sealed record RolloutWave(string Asked, int End);

/// <summary>A group that is the first wave, with the phones that were in it when the rollout was asked for.</summary>
/// <param name="Phones">1 to <see cref="RolloutPlan.MaxFirst"/> ids.</param>
public sealed record RolloutFirst(string Group, ImmutableArray<string> Phones);

/// <summary>How a change goes out. Shares are whole percent.</summary>
/// <param name="Waves">1 to <see cref="MaxWaves"/>, each larger than the one before; the last is everyone.</param>
/// <param name="AtOnce">The disruption budget: phones that have the change and have not settled, at most, at any instant.</param>
/// <param name="MinObeying">A wave has succeeded when this share of the phones that were told obeys.</param>
/// <param name="MaxFailing">It halts when a larger share of a wave than this does not comply and did before.</param>
/// <param name="MaxSilent">It halts when a larger share of a wave than this fell silent after the change.</param>
/// <param name="MaxDrop">It halts when of all phones that were told a larger share than this complied before and no longer does.</param>
/// <param name="Soak">How long a wave has to stand before the next one opens.</param>
/// <param name="SilentAfter">A phone out of contact for longer has fallen silent.</param>
/// <param name="StallAfter">It halts when nothing came forward for so long.</param>
/// <param name="RollsBack">Whether it rolls back by itself when phones fail, fall silent or comply no longer.</param>
/// <param name="StartAt">Not before; null for at once.</param>
/// <param name="First">The group that is the first wave, or null; its wave ends at 0, so that nobody is in it by place.</param>
public sealed record RolloutPlan(
    ImmutableArray<RolloutWave> Waves, int AtOnce, int MinObeying, int MaxFailing, int MaxSilent, int MaxDrop,
    TimeSpan Soak, TimeSpan SilentAfter, TimeSpan StallAfter, bool RollsBack, DateTimeOffset? StartAt = null,
    RolloutFirst? First = null)
{
    /// <summary>The most waves.</summary>
    public const int MaxWaves = 10;

    /// <summary>The most phones of a group that goes first.</summary>
    public const int MaxFirst = 1000;

    /// <summary>The largest disruption budget.</summary>
    public const int MaxAtOnce = 1000;

    private const int MaxAsked = 80;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the plan, or null.</summary>
    public string? Problem() => this switch
    {
        { Waves: { IsDefaultOrEmpty: true } or { Length: > MaxWaves } } => $"a rollout has 1 to {MaxWaves} waves",
        _ when Waves[^1].End != Places.Count => "the last wave is everyone",
        _ when Waves[0].End < 0 || Waves.Zip(Waves.Skip(1)).Any(w => w.First.End > w.Second.End) => "a wave holds the ones before it",
        _ when Waves.Any(w => w.Asked.Length is 0 or > MaxAsked) => $"a wave is asked for in 1 to {MaxAsked} characters",
        { First.Phones: { IsDefaultOrEmpty: true } or { Length: > MaxFirst } } => $"a group that goes first has 1 to {MaxFirst} phones",
        { First: not null } when Waves[0].End != 0 => "a group that goes first is a wave of its own",
        { AtOnce: < 1 or > MaxAtOnce } => $"1 to {MaxAtOnce} phones change at once",
        { MinObeying: < 0 or > 100 } or { MaxFailing: < 0 or > 100 } or { MaxSilent: < 0 or > 100 } or { MaxDrop: < 0 or > 100 } => "a share is 0 to 100 percent",
        _ when Soak < TimeSpan.Zero || Soak > Month => "a wave stands for at most 30 days",
        _ when SilentAfter < Shortest || SilentAfter > Month || StallAfter < Shortest || StallAfter > Month => "a deadline is 1 second to 30 days",
        _ => null,
    };

    /// <summary>The wave that a phone belongs to: the first one where its group goes first, and otherwise that of its place.</summary>
    public int WaveOf(string rolloutId, string phoneId) =>
        First is { } first && first.Phones.Contains(phoneId, StringComparer.Ordinal) ? 0 : WaveOf(Places.Behind(rolloutId, phoneId));

    /// <summary>The wave that a distance behind the rollout's start belongs to.</summary>
    public int WaveOf(int behind)
    {
        var wave = 0;
        while (Waves[wave].End <= behind) wave++;
        return wave;
    }

    /// <summary>Where a wave begins.</summary>
    public int StartOf(int wave) => wave == 0 ? 0 : Waves[wave - 1].End;
}
