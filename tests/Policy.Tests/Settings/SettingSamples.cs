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
        DurationSetting duration => Seconds(duration).Select(s => duration.Format(TimeSpan.FromSeconds(s))),
        ComplianceEscalation escalation => Days.SelectMany(l => Days.Select(w => escalation.Format(new(l, w)))),
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

    private static Gen<int?> Days => Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(1, 4).Select(d => (int?)d), Gen.Choose(1, 365).Select(d => (int?)d));

    // Few distinct values near the bounds, and any in between: joins must meet equal values often.
    private static Gen<int> Seconds(DurationSetting duration)
    {
        var (least, most) = ((int)duration.Least.TotalSeconds, (int)duration.Most.TotalSeconds);
        return Gen.OneOf(Gen.Choose(least, most), Gen.Choose(least, least + 3), Gen.Choose(1, 24).Select(h => Math.Clamp(h * 3600, least, most)));
    }
}
