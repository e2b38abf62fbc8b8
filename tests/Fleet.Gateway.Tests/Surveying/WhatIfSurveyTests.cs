using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway.Tests.Surveying;

public sealed class WhatIfSurveyTests
{
    private const int Phones = 60;

    private static readonly PolicySet Now = Set("base", "network.mode: restricted", "clipboard.direction: both");
    private static readonly PolicySet Then = Set("base", "network.mode: none", "clipboard.direction: none");

    [Fact]
    public async Task Every_count_and_every_row_is_what_each_phone_alone_says()
    {
        await using var fleet = await SurveyedFleet.StartAsync(Phones, new Random(7));
        foreach (var (current, next) in new[] { (PolicySet.Empty, Now), (Now, Then), (Then, Now), (Now, ForRed()) })
        {
            var answer = await AskAsync(fleet, current, next, new(Take: WhatIfWish.MaxTake));
            var alone = await AloneAsync(fleet, current, next);
            Assert.Equal((Phones, Phones, false), (answer.Phones, answer.Vms, answer.AtLeast));
            Assert.Equal(
                Counted(alone.Where(a => a.Now != a.Then).Select(a => (a.Now, a.Then, a.After))), answer.Verdicts.ToDictionary(v => (v.Now, v.Then, v.After), v => v.Vms));
            Assert.Equal(Counted(alone.SelectMany(a => a.Settings)), answer.Settings.ToDictionary(s => (s.Setting, s.Now, s.Then, s.After), s => s.Vms));
            Assert.Equal(
                alone.SelectMany(a => a.Settings.Select(s => $"{a.Phone} {s}")).Order(StringComparer.Ordinal),
                answer.Rows.Select(r => $"{r.Phone} {(r.Turn.Setting, r.Turn.Now, r.Turn.Then, r.Turn.After)}").Order(StringComparer.Ordinal));
            Assert.Equal(alone.Count(a => a.IsMendedByPush), answer.UntilPushed);
            Assert.Equal(alone.Count(a => a.NeedsSomebody), answer.NeedSomebody);
            Assert.Equal(new IndexCount(answer.Rows.Length), answer.Total);
        }
    }

    [Fact]
    public async Task Nothing_is_written()
    {
        await using var fleet = await SurveyedFleet.StartAsync(5, new Random(1));
        var (position, versions) = (await fleet.PositionAsync(), await VersionsAsync(fleet));
        Assert.NotEmpty((await AskAsync(fleet, Now, Then)).Settings);
        Assert.Equal(position, await fleet.PositionAsync());
        Assert.Equal(versions, await VersionsAsync(fleet));
    }

    [Fact]
    public async Task The_list_is_bounded_begins_with_the_worst_and_is_what_the_wish_says_while_the_counts_stay()
    {
        await using var fleet = await SurveyedFleet.StartAsync(Phones, new Random(3));
        var all = await AskAsync(fleet, Now, Then, new(Take: WhatIfWish.MaxTake));
        var few = await AskAsync(fleet, Now, Then, new(Take: 3));
        Assert.Equal(all.Rows.Take(3), few.Rows);
        Assert.Equal((all.Total, all.Verdicts.Length), (few.Total, few.Verdicts.Length));
        Assert.Equal(all.Rows.Select(r => r.Turn.Then).OrderDescending(), all.Rows.Select(r => r.Turn.Then));
        var network = await AskAsync(fleet, Now, Then, new("network.mode", VerdictState.NonCompliant, WhatIfWish.MaxTake));
        Assert.Equal(all.Rows.Where(r => r.Turn is { Setting: "network.mode", Then: VerdictState.NonCompliant }), network.Rows);
        Assert.Equal(all.Settings.AsEnumerable(), network.Settings);
        Assert.Equal(network.Rows.Length, network.Total.Rows);
        var stuck = await AskAsync(fleet, Now, Then, new(Take: WhatIfWish.MaxTake, NeedsSomebody: true));
        Assert.Equal(all.Rows.Where(r => r.Turn is { NeedsSomebody: true, Worsens: true }), stuck.Rows);
    }

    [Fact]
    public async Task A_class_whose_first_phone_reported_meanwhile_is_judged_by_another_and_one_without_phones_makes_it_at_least()
    {
        await using var fleet = await SurveyedFleet.StartAsync(12, new Random(5));
        foreach (var phone in fleet.Phones) await fleet.ReportAsync(phone, "restricted", "none");
        var before = await new LateIndex(fleet.Index).ReadAsync();
        var first = before.Classes.MaxBy(c => c.Rows)!;
        await fleet.ReportAsync(first.Key, "internet", "none");
        var some = await new WhatIfSurvey(fleet.Fleet, before).CompareAsync(Now, Then, new(), CancellationToken.None);
        Assert.Equal((12, false), (some.Phones, some.AtLeast));
        foreach (var phone in fleet.Phones) await fleet.ReportAsync(phone, "internet", "none");
        var none = await new WhatIfSurvey(fleet.Fleet, before).CompareAsync(Now, Then, new(), CancellationToken.None);
        Assert.Equal((0, true), (none.Phones, none.AtLeast));
    }

    private static Task<WhatIfAnswer> AskAsync(SurveyedFleet fleet, PolicySet current, PolicySet next, WhatIfWish? wish = null) =>
        new WhatIfSurvey(fleet.Fleet, fleet.Index).CompareAsync(current, next, wish ?? new(), CancellationToken.None);

    // Each phone for itself, by the judgement that its page shows.
    private static async Task<ImmutableArray<Alone>> AloneAsync(SurveyedFleet fleet, PolicySet current, PolicySet next) =>
        [.. (await Task.WhenAll(fleet.Phones.Select(fleet.ViewAsync))).Select(p => new Alone(
            p.PhoneId, States(p, current), States(p, next), States(p, next, scope => Pushed(p, scope, current, next))))];

    private static Dictionary<string, VerdictState> States(
        PhoneView phone, PolicySet set, Func<PolicyScope, IReadOnlyDictionary<string, ObservedValue>>? seen = null) => PhoneReadings.FactsOf(phone).Scopes
        .SelectMany(scope => ComplianceCheck.Check(Document(phone, set, scope), (seen ?? PhoneReadings.ObservedOf(phone).In)(scope)).Findings)
        .ToDictionary(f => f.Setting, f => f.State, StringComparer.Ordinal);

    private static PolicyPayload Document(PhoneView phone, PolicySet set, PolicyScope scope) =>
        EffectivePolicy.Of(set, PhoneReadings.FactsOf(phone), scope).ToPayload();

    // What would be read back once a phone that obeys has carried the push out: what held at once before holds at what is asked then.
    private static Dictionary<string, ObservedValue> Pushed(PhoneView phone, PolicyScope scope, PolicySet current, PolicySet next)
    {
        var (seen, then) = (PhoneReadings.ObservedOf(phone).In(scope), Document(phone, next, scope));
        var broken = ComplianceCheck.Check(Document(phone, current, scope), seen).Findings
            .Where(f => f.State != VerdictState.Compliant).Select(f => f.Setting).ToHashSet(StringComparer.Ordinal);
        return seen.ToDictionary(s => s.Key, s => broken.Contains(s.Key) ? s.Value : Told(s.Key, s.Value, then), StringComparer.Ordinal);
    }

    private static ObservedValue Told(string key, ObservedValue seen, PolicyPayload then) =>
        SettingCatalogue.TryFind(key, out var setting) && setting is { FollowsPush: true, TakesEffect: TakesEffect.Live } && seen.Text is { } text
            ? seen with { Text = setting.JoinText(text, then.TextOf(setting)) }
            : seen;

    private static Dictionary<T, long> Counted<T>(IEnumerable<T> all)
        where T : notnull => all.GroupBy(same => same).ToDictionary(g => g.Key, g => (long)g.Count());

    private static async Task<IEnumerable<long>> VersionsAsync(SurveyedFleet fleet) =>
        await Task.WhenAll(fleet.Phones.Select(async p => (await fleet.Fleet.ViewAsync(Fleet.Phones.Phones.Id(p))).Version));

    private static PolicySet ForRed() => PolicySet.Read([new("p.yaml", Text("base", "network.mode: restricted", "clipboard.direction: both")
        + "---\n" + Text("red", "network.mode: none").Replace("spec:\n", "spec:\n  phones: { matchLabels: { team: red } }\n", StringComparison.Ordinal))]).Set!;

    private static PolicySet Set(string name, params string[] settings) => PolicySet.Read([new("p.yaml", Text(name, settings))]).Set!;

    private static string Text(string name, params string[] settings) =>
        $"apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: {name}\nspec:\n  settings:\n{string.Concat(settings.Select(s => $"    {s}\n"))}";

    private sealed record Alone(
        string Phone, Dictionary<string, VerdictState> Under, Dictionary<string, VerdictState> Other, Dictionary<string, VerdictState> Pushed)
    {
        public VerdictState Now => Under.Values.DefaultIfEmpty().Max();

        public VerdictState Then => Other.Values.DefaultIfEmpty().Max();

        public VerdictState After => Pushed.Values.DefaultIfEmpty().Max();

        public IEnumerable<(string Setting, VerdictState Now, VerdictState Then, VerdictState After)> Settings =>
            from key in Under.Keys.Union(Other.Keys)
            let turn = (Setting: key, Now: Under.GetValueOrDefault(key), Then: Other.GetValueOrDefault(key), After: Pushed.GetValueOrDefault(key))
            where turn.Now != turn.Then
            select turn;

        public bool NeedsSomebody => Worse.Any(s => s.After > VerdictState.Pending);

        public bool IsMendedByPush => Worse.Any() && !NeedsSomebody;

        private IEnumerable<(string Setting, VerdictState Now, VerdictState Then, VerdictState After)> Worse => Settings.Where(s => s.Then > s.Now);
    }

    /// <summary>An index whose classes are those of an earlier moment.</summary>
    private sealed class LateIndex(IFleetIndex index) : IFleetIndex
    {
        public ImmutableArray<IndexClass> Classes { get; private set; } = [];

        public async Task<LateIndex> ReadAsync()
        {
            Classes = await index.ClassesAsync("phones", "policy_mark", "observed_mark", 100, CancellationToken.None);
            return this;
        }

        public Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel) => index.QueryAsync(query, cancel);

        public Task<IndexFacet> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, string? search, CancellationToken cancel) =>
            index.CountAsync(table, column, filters, search, cancel);

        public Task<ImmutableArray<IndexClass>> ClassesAsync(string table, string first, string second, int take, CancellationToken cancel) => Task.FromResult(Classes);
    }
}
