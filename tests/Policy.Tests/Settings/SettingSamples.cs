using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

/// <summary>Draws values of any setting, by its shape, as canonical text.</summary>
internal static class SettingSamples
{
    public static IEnumerable<TheoryDataRow<string>> EveryKey() => SettingCatalogue.Keys.Select(k => new TheoryDataRow<string>(k));

    public static Setting Find(string key) => SettingCatalogue.TryFind(key, out var setting) ? setting : throw new KeyNotFoundException(key);

    public static Gen<string> Texts(Setting setting) => setting switch
    {
        { Choices.Count: > 0 } => Gen.Elements(setting.Choices.AsEnumerable()),
        AmountSetting<int> amount => Gen.Choose(amount.Least, amount.Most).Select(amount.Format),
        DurationSetting duration => Seconds(duration.Least, duration.Most).Select(s => duration.Format(TimeSpan.FromSeconds(s))),
        CountLimitSetting limit => OrNone(Gen.Choose(limit.Least, limit.Most)).Select(n => limit.Format(new(n))),
        DurationLimitSetting limit => OrNone(Seconds(limit.Least, limit.Most)).Select(s => limit.Format(new(s is { } t ? TimeSpan.FromSeconds(t) : null))),
        VersionSetting version => Gen.Choose(0, 26).Select(n => version.Format(new(n / 9, n / 3 % 3, n % 3))),
        SetSetting set => Gen.Choose(0, 64).Select(n => n == 64 ? set.EveryItem : set.Format(new(Items(set, n)))),
        HoursAccess hours => OrNone(Gen.Choose(0, int.MaxValue)).Select(n => n is { } seed ? hours.Format(Windows(seed)) : hours.DefaultText),
        ComplianceEscalation escalation => Steps.SelectMany(all => Rules.Select(rules => escalation.Format(new(all, rules)))),
        IntegrityImage image => Gen.Choose(0, 11).Select(n => image.Format(new((ImageChannel)(n % 3), new(n / 6, n / 3, 0)))),
        IntegrityMeasurements measurements => Gen.Choose(0, 16).Select(n => n == 16 ? "any" : measurements.Format(new(Accepted(n)))),
        _ => throw new NotSupportedException($"no samples for the shape of {setting.Key}"),
    };

    /// <summary>Values for some of the settings, as one policy might state them.</summary>
    public static Gen<SettingValues> Values() =>
        Gen.CollectToList(SettingCatalogue.All, s => Gen.OneOf(Texts(s).Select(t => (string?)t), Gen.Constant((string?)null)))
            .Select(texts => SettingCatalogue.All.Zip(texts).Where(p => p.Second is not null)
                .Aggregate(SettingValues.Empty, (values, p) => values.With(p.First, p.Second!)));

    private static ImmutableSortedSet<string> Accepted(int bits) =>
        "abcd".Where((_, n) => (bits & (1 << n)) != 0).Select(c => new string(c, 64)).ToImmutableSortedSet(StringComparer.Ordinal);

    private static Gen<EscalationSteps> Steps => Days.SelectMany(l => Days.Select(w => new EscalationSteps(l, w)));

    private static Gen<IEnumerable<KeyValuePair<string, EscalationSteps>>> Rules => Gen.Choose(0, 15).SelectMany(which => Steps.SelectMany(one => Steps.Select(other =>
        new[] { "camera.access", "clipboard.direction", "unlock.length", "vm.memory" }.Where((_, n) => (which & (1 << n)) != 0)
            .Select((key, n) => KeyValuePair.Create(key, n % 2 == 0 ? one : other)))));

    private static Gen<int?> Days => Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(1, 4).Select(d => (int?)d), Gen.Choose(1, 365).Select(d => (int?)d));

    private static Gen<int?> OrNone(Gen<int> drawn) => Gen.OneOf(Gen.Constant((int?)null), drawn.Select(n => (int?)n), drawn.Select(n => (int?)n));

    private static ImmutableSortedSet<string> Items(SetSetting set, int bits) =>
        Pool(set).Where((_, n) => (bits & (1 << n)) != 0).ToImmutableSortedSet(StringComparer.Ordinal);

    private static IReadOnlyList<string> Pool(SetSetting set) => set switch
    {
        { KnownItems.Count: > 0 } => set.KnownItems,
        NetworkEgress => ["10.0.0.0/8", "10.0.0.0/8:443", "[2001:db8::/32]:443", "2001:db8::1", "*.example.org", "mail.example.org:993"],
        _ => ["android", "org.example.chat", "org.example.mail", "org.example.maps", "org.example.notes", "org.example.reader"],
    };

    // One to four windows of any length, some past midnight and some that touch.
    private static WeeklyHours Windows(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, random.Next(1, 5)).Aggregate(WeeklyHours.Never, (hours, _) =>
            hours.With(random.Next(WeeklyHours.Days), random.Next(0, 60), random.Next(40, WeeklyHours.Quarters + 1)));
    }

    // Few distinct values near the bounds, and any in between: joins must meet equal values often.
    private static Gen<int> Seconds(TimeSpan shortest, TimeSpan longest)
    {
        var (least, most) = ((int)shortest.TotalSeconds, (int)longest.TotalSeconds);
        return Gen.OneOf(Gen.Choose(least, most), Gen.Choose(least, least + 3), Gen.Choose(1, 24).Select(h => Math.Clamp(h * 3600, least, most)));
    }
}
