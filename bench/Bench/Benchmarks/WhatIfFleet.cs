using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.Phones;
using Twofold.Policies;

namespace Twofold.Bench.Benchmarks;

/// <summary>
/// Who would comply otherwise under a changed policy set, among one million phones with two VMs each, by a host that has looked at none of them:
/// the first answer, with its counts and the first page of its list.
/// </summary>
internal sealed class WhatIfFleet : Benchmark
{
    private const int Drawn = 10_000;

    private const double MostMiB = 1536;

    // Below these the answer would be got too cheaply to be called one over a fleet.
    private const int LeastLabels = 5_000;
    private const int LeastPolicies = 2_000;

    private string _database = "";
    private SqliteConnection? _bare;

    public override string Name => "what-if";

    public override string Beside => "the same rows counted by the same two columns, by plain SQLite over the same order";

    public override async Task PrepareAsync()
    {
        _database = await JudgedFleet.DatabaseAsync();
        _bare = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await _bare.OpenAsync();
        await CheckAsync();
    }

    public override async Task<double> OursAsync()
    {
        await using var host = await PhoneStore.HostAsync(_database);
        GC.Collect();
        PeakMemory.Reset();
        var start = Stopwatch.GetTimestamp();
        var answer = await new WhatIfSurvey(host.Fleet, host.Index).CompareAsync(JudgedPolicies.Now, JudgedPolicies.Next, new WhatIfWish(), CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Ensure(answer is { AtLeast: false } && answer.Phones == JudgedFleet.Count && answer.Rows.Length == 50, "the answer leaves phones out");
        Console.WriteLine($"    {answer.Verdicts.Sum(v => v.Vms):N0} VMs get another verdict, at most {PeakMemory.MiB:N0} MiB resident");
        Ensure(PeakMemory.MiB <= MostMiB, $"it took more than {MostMiB:N0} MiB");
        return seconds;
    }

    public override Task<double> TheirsAsync()
    {
        using var command = _bare!.CreateCommand();
        command.CommandText = "SELECT policy_mark, observed_mark, count(*), min(_key) FROM ix_phones INDEXED BY \"ix_phones.policy_mark.observed_mark\" GROUP BY 1, 2";
        var start = Stopwatch.GetTimestamp();
        using var row = command.ExecuteReader();
        var rows = 0L;
        while (row.Read()) rows += row.GetInt64(2);
        Ensure(rows == JudgedFleet.Count, "rows are missing");
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_bare is not null) await _bare.DisposeAsync();
    }

    // What the classes say of phones drawn at random is what each of them says alone, by the judgement that its page shows.
    private async Task CheckAsync()
    {
        await using var host = await PhoneStore.HostAsync(_database);
        var classes = await host.Index.ClassesAsync("phones", "policy_mark", "observed_mark", WhatIfSurvey.MaxClasses, CancellationToken.None);
        var judge = new ClassJudge(host.Fleet, host.Index, new WhatIf(JudgedPolicies.Now, JudgedPolicies.Next));
        foreach (var alike in classes.GroupBy(c => c.Second)) await judge.JudgeAsync(alike, CancellationToken.None);
        var judged = judge.Judged.ToDictionary(j => (j.Class.First, j.Class.Second));
        var seed = Random.Shared.Next();
        foreach (var number in Enumerable.Repeat(new Random(seed), Drawn).Select(chance => chance.Next(JudgedFleet.Count))) Compare(PhoneRules.View(JudgedPhone.Of(number), default), judged);
        Console.WriteLine($"    {classes.Length:N0} classes of phones; {Drawn:N0} phones drawn with seed {seed} say alone what their classes say");
        await CountAsync(host.Fleet, classes);
    }

    // Counted where they are: labels in the list of all phones, policies as the documents that the work VMs of those phones come to.
    private async Task CountAsync(IFleet fleet, IEnumerable<IndexClass> classes)
    {
        using var command = _bare!.CreateCommand();
        command.CommandText = "SELECT count(DISTINCT labels) FROM ix_phones";
        var labels = (long)command.ExecuteScalar()!;
        var (now, next) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var alike in classes.DistinctBy(c => c.First))
        {
            var facts = PhoneReadings.FactsOf((await fleet.ViewAsync(Phones.Id(alike.Key), CancellationToken.None)).View);
            now.Add(Document(JudgedPolicies.Now, facts));
            next.Add(Document(JudgedPolicies.Next, facts));
        }

        Console.WriteLine($"    {JudgedPolicies.Now.Policies.Count} documents, {labels:N0} sets of labels, {now.Count:N0} effective policies of work VMs now and {next.Count:N0} then");
        Ensure(labels >= LeastLabels, $"there are less than {LeastLabels:N0} sets of labels");
        Ensure(Math.Min(now.Count, next.Count) >= LeastPolicies, $"there are less than {LeastPolicies:N0} effective policies");
    }

    private static string Document(PolicySet set, PhoneFacts facts) => EffectivePolicy.Of(set, facts, PolicyScope.Vm(SlotName.Work)).ToPayload().Digest;

    private static void Compare(PhoneView phone, Dictionary<(string, string), JudgedClass> judged)
    {
        var ofClass = judged[(PolicyMark.Of(phone), ObservedMark.Of(phone.Report))].Turns.SelectMany(t => t.Settings.Select(s => (s.Setting, s.Now, s.Then)));
        var (now, then) = (States(phone, JudgedPolicies.Now), States(phone, JudgedPolicies.Next));
        var alone = now.Keys.Union(then.Keys).Select(key => (Key: key, Now: now.GetValueOrDefault(key), Then: then.GetValueOrDefault(key))).Where(s => s.Now != s.Then);
        Ensure(alone.Order().SequenceEqual(ofClass.Order()), $"`{phone.PhoneId}` says alone something else than its class");
    }

    private static Dictionary<string, VerdictState> States(PhoneView phone, PolicySet set) => PhoneReadings.FactsOf(phone).Scopes
        .SelectMany(scope => ComplianceCheck.Check(
            EffectivePolicy.Of(set, PhoneReadings.FactsOf(phone), scope).ToPayload(), PhoneReadings.ObservedOf(phone).In(scope)).Findings)
        .ToDictionary(f => f.Setting, f => f.State, StringComparer.Ordinal);

    private static void Ensure(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
