using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>
/// Checks something for many random sequences of numbers; a failure names the shortest one found and the seed, two numbers in brackets.
/// With them in <c>TWOFOLD_SEED</c>, as <c>1234,567</c>, the same sequences come again.
/// </summary>
internal static class Law
{
    public static void Holds(int tests, int longest, Action<int[]> law)
    {
        var sequences = Gen.Choose(0, longest).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 1_000_000), n)).ToArbitrary();
        Prop.ForAll(sequences, law).Check(Seeded(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests)));
    }

    private static Config Seeded(Config config) =>
        Environment.GetEnvironmentVariable("TWOFOLD_SEED")?.Split(',') is [var seed, var gamma]
            ? config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture))
            : config;
}
