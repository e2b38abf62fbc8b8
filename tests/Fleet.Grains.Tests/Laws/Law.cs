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
        var sequences = Arb.From(Gen.Choose(0, longest).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 1_000_000), n)), Shorter);
        Prop.ForAll(sequences, law).Check(Seeded(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests)));
    }

    // Halves of it first, then ever smaller pieces left out; the steps that stay keep their numbers.
    private static IEnumerable<int[]> Shorter(int[] sequence)
    {
        for (var piece = (sequence.Length + 1) / 2; piece > 0; piece = piece == 1 ? 0 : (piece + 1) / 2)
            for (var from = 0; from < sequence.Length; from += piece)
                yield return [.. sequence[..from], .. sequence[Math.Min(from + piece, sequence.Length)..]];
    }

    private static Config Seeded(Config config) =>
        Environment.GetEnvironmentVariable("TWOFOLD_SEED")?.Split(',') is [var seed, var gamma]
            ? config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture))
            : config;
}
