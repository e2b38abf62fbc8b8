using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Twofold.Auditing;
using Twofold.Fleet;
using Twofold.Fleet.Phones;

namespace Twofold.Bench.Running;

/// <summary>
/// A store whose list of phones has one million of <see cref="JudgedPhone"/>. Of the grains it has those that come first of their class; what
/// looks at another one finds nothing there.
/// </summary>
internal static class JudgedFleet
{
    // Phones that say as much of what they would be like as all of them would.
    private const int Sample = 200;

    private static readonly Dictionary<(string Policy, string Observed), (string Key, int Number)> First = [];

    /// <summary>How many phones.</summary>
    public static int Count => SeededFleet.Count;

    /// <summary>The database file; made when it is not there.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var store = new SeededStore(Path.Combine(Built.Root, "artifacts", "judged-phones"), $"{SeededFleet.Name}-{Fingerprint()}");
        if (!store.IsMade) await store.MakeAsync(Count, Made, Grains);
        First.Clear();
        return store.Database;
    }

    // The phones are others when a setting is carried out that was not, or has another default.
    private static string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Enumerable.Range(0, Sample).SelectMany(n => Json(JudgedPhone.Of(n))).ToArray()))[..12];

    private static byte[] Json(PhoneState phone) => JsonSerializer.SerializeToUtf8Bytes(phone, PhoneJson.Default.PhoneState);

    private static IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)> Made(int number)
    {
        var phone = JudgedPhone.Of(number);
        var rows = PhoneRules.Rows(phone, new GrainId(PhoneRules.Kind, phone.Id));
        Note(rows[0], phone.Id, number);
        return [(phone.Id, SeededStore.New(rows))];
    }

    // The marks are the last two columns of the list.
    private static void Note(IndexRow row, string key, int number)
    {
        var marks = ((string)row.Values[^2]!, (string)row.Values[^1]!);
        if (!First.TryGetValue(marks, out var first) || string.CompareOrdinal(key, first.Key) < 0) First[marks] = (key, number);
    }

    private static IEnumerable<StoredGrain> Grains() => First.Values.Select(f => JudgedPhone.Of(f.Number)).Select(state => new StoredGrain(
        new GrainId(PhoneRules.Kind, state.Id), 1, Json(state), default, null, EventChain.Start)
    {
        Shape = FleetKinds.All.Kind(PhoneRules.Kind).Shapes.Current,
    });
}
