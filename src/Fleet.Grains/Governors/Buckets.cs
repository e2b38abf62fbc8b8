using System.Collections.Immutable;

namespace Twofold.Fleet.Governors;

/// <summary>
/// What one bucket has spent. INVARIANT: no stretch of 60 minutes and no stretch of 24 hours sees more pass than the budget, because a
/// minute counts until all of it is older than an hour, and an hour until all of it is older than a day.
/// </summary>
/// <param name="Minutes">VMs by minute (Unix time), at most 61 of them.</param>
/// <param name="Hours">VMs by hour (Unix time), at most 25 of them.</param>
public sealed record Spending(ImmutableSortedDictionary<long, long> Minutes, ImmutableSortedDictionary<long, long> Hours)
{
    private const int Minute = 60;
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    /// <summary>Nothing spent.</summary>
    public static Spending Nothing { get; } = new(ImmutableSortedDictionary<long, long>.Empty, ImmutableSortedDictionary<long, long>.Empty);

    /// <summary>VMs within the hour before <paramref name="now"/>.</summary>
    internal long InHour(DateTimeOffset now) => Sum(Minutes, Oldest(now, Hour, Minute));

    /// <summary>VMs within the day before <paramref name="now"/>.</summary>
    internal long InDay(DateTimeOffset now) => Sum(Hours, Oldest(now, Day, Hour));

    /// <summary>Whether so many more fit into both windows.</summary>
    internal bool HasRoom(Budget budget, long vms, DateTimeOffset now) => InHour(now) + vms <= budget.PerHour && InDay(now) + vms <= budget.PerDay;

    /// <summary>The spending with so many more; what is older than its window goes.</summary>
    internal Spending Add(long vms, DateTimeOffset at) => AddApproved(vms, at) with
    {
        Hours = Add(Recent(Hours, Oldest(at, Day, Hour)), at.ToUnixTimeSeconds() / Hour, vms),
    };

    /// <summary>What a second person agreed to fills the hour, so that nothing follows it unseen, but not the day.</summary>
    internal Spending AddApproved(long vms, DateTimeOffset at) => this with
    {
        Minutes = Add(Recent(Minutes, Oldest(at, Hour, Minute)), at.ToUnixTimeSeconds() / Minute, vms),
    };

    /// <summary>Whether nothing is left that counts.</summary>
    internal bool IsOver(DateTimeOffset now) => InHour(now) == 0 && InDay(now) == 0;

    private static long Oldest(DateTimeOffset now, int window, int grain) => (now.ToUnixTimeSeconds() - window) / grain;

    private static long Sum(ImmutableSortedDictionary<long, long> spent, long oldest) => spent.Where(s => s.Key >= oldest).Sum(s => s.Value);

    private static ImmutableSortedDictionary<long, long> Recent(ImmutableSortedDictionary<long, long> spent, long oldest) =>
        spent.RemoveRange(spent.Keys.Where(k => k < oldest));

    private static ImmutableSortedDictionary<long, long> Add(ImmutableSortedDictionary<long, long> spent, long at, long vms) =>
        spent.SetItem(at, spent.GetValueOrDefault(at) + vms);
}

/// <summary>Names the buckets that an order has to pass: all of them.</summary>
internal static class Buckets
{
    public const string Organisation = "organisation";
    public const string RolePrefix = "role";
    public const string PersonPrefix = "person";

    /// <summary>The buckets of whoever asks. A token spends the buckets of its issuer.</summary>
    public static IEnumerable<string> Of(Requester requester)
    {
        yield return Organisation;
        if (requester.Role is { } role) yield return $"{RolePrefix}:{role}";
        if (requester.Answers is { } person) yield return $"{PersonPrefix}:{person}";
    }
}
