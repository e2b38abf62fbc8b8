using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Twofold.Auditing;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Crash.Tests;

/// <summary>
/// Looks at a copy of what a killed server left: nothing acknowledged is missing or there twice, no letter is lost or was taken twice,
/// the chains hold, and the index is what a rebuild makes of the grains.
/// </summary>
internal static class StoreCheck
{
    private static readonly TimeSpan LettersWithin = TimeSpan.FromMinutes(1);

    private static readonly string[] OwnTables =
    [
        "grains", "events", "letters", "parked_letters", "documents", "person_keys", "checkpoints", "witnesses", "snapshots", "marks",
        "schema_version", "index_tables",
    ];

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string data, string scratch, SeededFolder seeded, Load load)
    {
        Copy(data, scratch);
        var faults = new List<string>();
        var file = Path.Combine(scratch, "fleet.db");
        faults.AddRange(Index(file, before: true, out var index));
        await using (var host = await EmbeddedHost.StartAsync(new SqliteOptions(file), FleetKinds.All, TimeProvider.System, i => faults.Add($"{i.Code} at {i.Grain}")))
        {
            var events = await FeedAsync(host.Store);
            faults.AddRange(Chains(events));
            faults.AddRange(Acknowledged(events, load));
            faults.AddRange(await LettersAsync(host, seeded, load));
        }

        _ = Index(file, before: true, out index);
        await using (var store = await SqliteStore.OpenAsync(new SqliteOptions(file), FleetKinds.All)) await store.RebuildIndexAsync(CancellationToken.None);
        _ = Index(file, before: false, out var rebuilt);
        if (!index.SequenceEqual(rebuilt)) faults.Add($"the index differs from its rebuild: {index.Except(rebuilt).Concat(rebuilt.Except(index)).First()}");
        return faults;
    }

    private static void Copy(string data, string scratch)
    {
        if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        Directory.CreateDirectory(scratch);
        foreach (var name in new[] { "fleet.db", "fleet.db-wal" })
            if (File.Exists(Path.Combine(data, name))) File.Copy(Path.Combine(data, name), Path.Combine(scratch, name));
    }

    private static async Task<ImmutableArray<StoredEvent>> FeedAsync(SqliteStore store)
    {
        var all = ImmutableArray.CreateBuilder<StoredEvent>();
        while (await store.FeedAsync(all.Count == 0 ? 0 : all[^1].Position, 200, CancellationToken.None) is { IsEmpty: false } page) all.AddRange(page);
        return all.DrainToImmutable();
    }

    private static IEnumerable<string> Chains(ImmutableArray<StoredEvent> events)
    {
        var heads = new Dictionary<GrainId, ReadOnlyMemory<byte>>();
        foreach (var happened in events)
        {
            var head = heads.GetValueOrDefault(happened.Grain, EventChain.Start);
            if (!EventChain.Next(head.Span, happened.ToAudit()).AsSpan().SequenceEqual(happened.Hash.Span)) yield return $"the chain of {happened.Grain} breaks at {happened.Position}";
            heads[happened.Grain] = happened.Hash;
        }
    }

    private static IEnumerable<string> Acknowledged(ImmutableArray<StoredEvent> events, Load load)
    {
        var names = events.Where(e => e is { Grain.Kind: "phone", Type: "described" }).Select(e => (e.Grain.Key, Name(e))).ToList();
        foreach (var twice in names.GroupBy(n => n).Where(g => g.Count() > 1)) yield return $"the name {twice.Key} was given {twice.Count()} times";
        var given = names.ToHashSet();
        foreach (var lost in load.Names.Where(n => !given.Contains(n))) yield return $"the acknowledged name {lost} is missing";
        var issued = events.Where(e => e is { Grain.Kind: "enrolment", Type: "issued" }).Select(e => e.Grain.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var lost in load.Enrolments.Where(e => !issued.Contains(e))) yield return $"the acknowledged enrolment {lost} is missing";
    }

    private static string Name(StoredEvent described) => JsonNode.Parse(described.Body.Span)!["name"]!.ToString();

    // Start and stop change the VM in turn, so each change is one letter and each letter one change of the phone.
    private static async Task<IReadOnlyList<string>> LettersAsync(EmbeddedHost host, SeededFolder seeded, Load load)
    {
        var faults = new List<string>();
        var end = DateTime.UtcNow + LettersWithin;
        while (!(await host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty && DateTime.UtcNow < end) await Task.Delay(10);
        if (!(await host.Store.ParkedLettersAsync(1, CancellationToken.None)).IsEmpty) faults.Add("a letter was set aside");
        var events = await FeedAsync(host.Store);
        foreach (var phone in seeded.Phones)
        {
            var vm = (await host.Fleet.ViewAsync(Vms.Of(phone, "work"))).View;
            var wanted = (await host.Fleet.ViewAsync(Fleet.Phones.Phones.Id(phone))).View.Desired.Vms.Single(v => v.Slot == "work").Lifecycle;
            var (sent, taken) = (Count(events, "vm", $"{phone}:work", "lifecycle-set"), Count(events, "phone", phone, "vm-set"));
            if (taken != sent + 1) faults.Add($"{phone}: {sent} letters and the first were sent, {taken} were taken");
            if (wanted != vm.Desired) faults.Add($"{phone}: the VM wants {vm.Desired}, its phone {wanted}");
            if (load.Lifecycles.TryGetValue(phone, out var run) && (vm.Desired == Lifecycle.Running) != run) faults.Add($"{phone}: an acknowledged start or stop is missing");
        }

        return faults;
    }

    private static int Count(ImmutableArray<StoredEvent> events, string kind, string key, string type) =>
        events.Count(e => e.Type == type && e.Grain.Kind == kind && e.Grain.Key == key);

    private static IEnumerable<string> Index(string file, bool before, out List<string> rows)
    {
        rows = [];
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        foreach (var table in Names(connection)) rows.AddRange(Dump(connection, table));
        return before && rows.Count == 0 ? ["the index is empty"] : [];
    }

    // Tables of the index itself; what a full-text table keeps beneath it is made from these.
    private static List<string> Names(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'ix_%.text_%' ORDER BY name";
        using var row = command.ExecuteReader();
        var names = new List<string>();
        while (row.Read()) names.Add(row.GetString(0));
        return [.. names.Except(OwnTables).Where(n => !names.Any(other => n != other && n.StartsWith($"{other}_", StringComparison.Ordinal)))];
    }

    private static IEnumerable<string> Dump(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read()) rows.Add(Shown(row));
        return rows.Order(StringComparer.Ordinal).Select(r => $"{table}: {r}");
    }

    // The first column is a row's number in its table, which says nothing.
    private static string Shown(SqliteDataReader row) =>
        string.Join('|', Enumerable.Range(1, row.FieldCount - 1).Select(c => row.IsDBNull(c) ? "" : row.GetValue(c)));
}
