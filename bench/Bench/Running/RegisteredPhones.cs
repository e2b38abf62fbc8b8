using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Floor;
using Twofold.Protocol;

namespace Twofold.Bench.Running;

/// <summary>
/// Fills a console's store with phones that are registered and away: every row that one real phone has there, whatever tables there are,
/// under other names. The console must not run.
/// </summary>
internal static class RegisteredPhones
{
    private const int AtOnce = 2_000;
    private const int GroupsAhead = 4;

    /// <summary>Adds so many phones.</summary>
    /// <param name="model">The name of the phone whose rows are copied.</param>
    public static void Add(string database, string model, int phones)
    {
        var (id, rows, orders, counts) = Look(database, model);

        // In the order of the keys, so that trees grow at their end.
        var others = Enumerable.Range(0, phones).Select(n => (Id: PhoneId.From($"registered-{n}"), Name: NameOf(n, model.Length))).OrderBy(o => o.Id, StringComparer.Ordinal);
        var groups = others.Chunk(AtOnce).Select(few => few.Select(o => rows.Select(r => Renamed(r, [(id, o.Id), (model, o.Name)])).ToArray()).ToArray());
        using var writer = new TapedRows(database, durable: false);
        writer.Write([[.. orders.Select(o => new TapedRow($"DROP INDEX \"{o.Name}\"", []))]]);
        foreach (var group in groups.MadeAhead(GroupsAhead)) writer.Write(group);
        writer.Write([[.. orders.Select(o => new TapedRow(o.Definition, [])), .. counts, Signed]]);
    }

    // What was written passes for history that is signed already, as it is after some days; nobody here verifies it.
    private static TapedRow Signed { get; } = new(
        "INSERT INTO checkpoints (number, at, after, through, jws) "
        + "SELECT number + 1, at, through, (SELECT max(position) FROM events), jws FROM checkpoints ORDER BY number DESC LIMIT 1", []);

    private static (string Id, IReadOnlyList<TapedRow> Rows, IReadOnlyList<(string Name, string Definition)> Orders, IReadOnlyList<TapedRow> Counts) Look(
        string database, string model)
    {
        using var store = new StoreView(database);
        var id = store.PhoneId(model) ?? throw new InvalidOperationException($"there is no phone `{model}`");
        return (id, store.RowsOf(id), store.Orders(), store.Counts());
    }

    private static string NameOf(int number, int length) => "r" + number.ToString(CultureInfo.InvariantCulture).PadLeft(length - 1, '0');

    private static TapedRow Renamed(TapedRow row, (string From, string To)[] names) => row with { Values = [.. row.Values.Select(v => Renamed(v, names))] };

    private static object? Renamed(object? value, (string From, string To)[] names) => value switch
    {
        TapedText text => new TapedText(Renamed(text.Utf8, names)),
        byte[] bytes => Renamed(bytes, names),
        _ => value,
    };

    // Names and ids have the lengths of those that they stand for.
    private static byte[] Renamed(byte[] bytes, (string From, string To)[] names)
    {
        var renamed = (byte[])bytes.Clone();
        foreach (var (from, to) in names)
        {
            var (old, other) = (Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to));
            for (int at = 0, found; (found = renamed.AsSpan(at).IndexOf(old)) >= 0; at += found + old.Length) other.CopyTo(renamed, at + found);
        }

        return renamed;
    }
}
