using System.Globalization;

namespace Twofold.Device;

/// <summary>Every order that this phone ever received, the newest first, and what became of it.</summary>
internal static class OrdersPage
{
    /// <summary>Lines on one page.</summary>
    public const int PageSize = 50;

    // Time, order, kind, VM, and the outcome, which may have spaces.
    private const int Columns = 5;

    /// <param name="lines">As the log has them, the oldest first.</param>
    /// <param name="untrustedFrom">How many of the newest are left out.</param>
    public static Html Of(LocalSession session, IEnumerable<string> lines, string? untrustedFrom)
    {
        var from = int.TryParse(untrustedFrom, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var newest = lines.Reverse().ToList();
        return LocalFrame.Page(session, "orders", "Orders", newest.Count == 0
            ? Html.Of($"<p>This phone has received no order yet.</p>")
            : Html.Of($"{Table([.. newest.Skip(from).Take(PageSize)], newest.Count)}{Pages(session, from, newest.Count)}"));
    }

    private static Html Table(IReadOnlyList<string> lines, int count) => Html.Of($"""
        <table><caption>What was ordered of this phone and what its user agreed to: {count} entries, the newest first. Times are UTC.</caption>
        <thead><tr><th scope="col">When</th><th scope="col">Order</th><th scope="col">What</th><th scope="col">VM</th><th scope="col">State</th></tr></thead>
        <tbody>{Html.All(lines.Select(Row))}</tbody></table>
        """);

    private static Html Row(string line) => line.Split(' ', Columns) is [var at, var order, var kind, var vm, var outcome]
        ? Html.Of($"<tr><th scope=\"row\">{Minute(at)}</th><td>{order}</td><td>{kind}</td><td>{vm}</td><td>{outcome}</td></tr>")
        : Html.Of($"<tr><th scope=\"row\">{line}</th><td></td><td></td><td></td><td></td></tr>");

    private static string Minute(string at) => DateTimeOffset.TryParseExact(at, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
        ? instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : at;

    private static Html Pages(LocalSession session, int from, int count) => Html.Of($"""
        <p>{(from > 0 ? Html.Of($"<a href=\"{session.Root}orders?from={Math.Max(0, from - PageSize)}\">Newer orders</a> ") : Html.None)}
        {(from + PageSize < count ? Html.Of($"<a href=\"{session.Root}orders?from={from + PageSize}\">Older orders</a>") : Html.None)}</p>
        """);
}
