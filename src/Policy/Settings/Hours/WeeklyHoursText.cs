using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Reads and writes windows of a week, such as <c>mon-fri 07:00-19:00, sat 09:00-12:00</c>.</summary>
internal static partial class WeeklyHoursText
{
    public const string Pattern = "(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))? [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]";

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Adds one window; null where the text is none.</summary>
    public static WeeklyHours? Add(WeeklyHours hours, string text)
    {
        if (text.Length > 24 || Window().Match(text) is not { Success: true } match) return null;
        var (first, from, to) = (Day(match.Groups["first"]), Quarter(match.Groups["from"]), Quarter(match.Groups["to"]));
        if (from is null or WeeklyHours.Quarters || to is null || from == to) return null;
        var last = match.Groups["last"] is { Success: true } end ? Day(end) : first;
        var days = ((last - first + WeeklyHours.Days) % WeeklyHours.Days) + 1;
        return Enumerable.Range(first, days).Aggregate(hours, (all, day) => AddDay(all, day % WeeklyHours.Days, from.Value, to.Value));
    }

    /// <summary>The one spelling: days with the same window stand together where they follow each other.</summary>
    public static string Format(WeeklyHours hours)
    {
        var windows =
            from day in Enumerable.Range(0, WeeklyHours.Days)
            from window in hours.Windows(day)
            where day == 0 || !hours.Windows(day - 1).Contains(window)
            select $"{Run(hours, day, window)} {Clock(window.From)}-{Clock(window.To)}";
        return string.Join(", ", windows);
    }

    // A window that ends before it begins goes on past midnight.
    private static WeeklyHours AddDay(WeeklyHours hours, int day, int from, int to) => from < to
        ? hours.With(day, from, to)
        : hours.With(day, from, WeeklyHours.Quarters).With((day + 1) % WeeklyHours.Days, 0, to);

    private static string Run(WeeklyHours hours, int first, (int, int) window)
    {
        var last = first;
        while (last + 1 < WeeklyHours.Days && hours.Windows(last + 1).Contains(window)) last++;
        return last == first ? Names[first] : $"{Names[first]}-{Names[last]}";
    }

    private static string Clock(int quarter) => string.Create(CultureInfo.InvariantCulture, $"{quarter / 4:00}:{quarter % 4 * 15:00}");

    private static int Day(Group group) => Array.IndexOf(Names, group.Value);

    private static int? Quarter(Group group)
    {
        var (hour, minute) = (int.Parse(group.ValueSpan[..2], CultureInfo.InvariantCulture), int.Parse(group.ValueSpan[3..], CultureInfo.InvariantCulture));
        return minute % 15 != 0 || (hour * 60) + minute > 24 * 60 ? null : (hour * 4) + (minute / 15);
    }

    [GeneratedRegex(@"\A(?<first>mon|tue|wed|thu|fri|sat|sun)(-(?<last>mon|tue|wed|thu|fri|sat|sun))? (?<from>[0-2][0-9]:[0-5][0-9])-(?<to>[0-2][0-9]:[0-5][0-9])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Window();
}
