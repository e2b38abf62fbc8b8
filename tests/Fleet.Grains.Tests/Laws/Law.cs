using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>Checks something for many random sequences of numbers; a failure names the shortest one found.</summary>
internal static class Law
{
    public static void Holds(int tests, int longest, Action<int[]> law)
    {
        var sequences = Gen.Choose(0, longest).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 1_000_000), n)).ToArbitrary();
        Prop.ForAll(sequences, law).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests));
    }
}
