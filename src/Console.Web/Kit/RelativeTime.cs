namespace Twofold.Web.Kit;

/// <summary>Says an instant the way people do.</summary>
public static class RelativeTime
{
    /// <summary>For example <c>just now</c>, <c>3 min ago</c>, <c>in 2 h</c>; beyond a month the date.</summary>
    public static string Words(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (now - at).Duration();
        if (distance < TimeSpan.FromSeconds(10)) return at > now ? "in a moment" : "just now";
        if (distance >= TimeSpan.FromDays(31)) return at.ToUniversalTime().ToString("yyyy-MM-dd");
        return at > now ? $"in {Amount(distance)}" : $"{Amount(distance)} ago";
    }

    static string Amount(TimeSpan distance) => distance switch
    {
        { TotalMinutes: < 1 } => $"{(int)distance.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)distance.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)distance.TotalHours} h",
        _ => $"{(int)distance.TotalDays} d",
    };
}
