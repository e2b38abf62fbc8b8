using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>Quarters of an hour in a week, from Monday on, in the local time of a phone.</summary>
public sealed class WeeklyHours : IEquatable<WeeklyHours>
{
    /// <summary>Days of a week.</summary>
    public const int Days = 7;

    /// <summary>Quarters of a day.</summary>
    public const int Quarters = 96;

    private static readonly UInt128 WholeDay = (UInt128.One << Quarters) - 1;
    private readonly ImmutableArray<UInt128> days;

    private WeeklyHours(IEnumerable<UInt128> days) => this.days = [.. days];

    /// <summary>The whole week.</summary>
    public static WeeklyHours Always { get; } = new(Enumerable.Repeat(WholeDay, Days));

    /// <summary>No time at all.</summary>
    public static WeeklyHours Never { get; } = new(Enumerable.Repeat(UInt128.Zero, Days));

    /// <summary>The time that is in both.</summary>
    public WeeklyHours Intersect(WeeklyHours other) => new(days.Zip(other.days, (one, another) => one & another));

    /// <summary>This time and one more window of a day, from a quarter to before another.</summary>
    public WeeklyHours With(int day, int from, int to)
    {
        var window = (WholeDay >> (Quarters - (to - from))) << from;
        return from >= to ? this : new(days.SetItem(day, days[day] | window));
    }

    /// <summary>Whether a quarter of a day is in it.</summary>
    public bool Holds(int day, int quarter) => (days[day] >> quarter & 1) == 1;

    /// <summary>The windows of a day, in order: each from a quarter to before another.</summary>
    public IEnumerable<(int From, int To)> Windows(int day)
    {
        for (var from = 0; from < Quarters; from++)
        {
            if (!Holds(day, from)) continue;
            var to = from;
            while (to < Quarters && Holds(day, to)) to++;
            yield return (from, to);
            from = to;
        }
    }

    /// <inheritdoc/>
    public bool Equals(WeeklyHours? other) => other is not null && days.SequenceEqual(other.days);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WeeklyHours);

    /// <inheritdoc/>
    public override int GetHashCode() => days.Aggregate(0, (hash, day) => HashCode.Combine(hash, day));
}
