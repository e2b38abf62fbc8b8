namespace Twofold.Fuzz.Tests.Cases;

/// <summary>A way to make inputs, and how often it is taken beside the others.</summary>
internal sealed record FuzzKind(string Name, int Weight, Func<FuzzReader, Random, byte[]> Make);

/// <summary>Makes the case of a seed: the same seed gives the same case, whatever was made before it.</summary>
internal static class FuzzCases
{
    /// <summary>One seed in so many makes a file of <see cref="Huge.Bytes"/>, so that every long run has the same few.</summary>
    public const int SeedsPerHugeFile = 100_000;

    private static readonly FuzzKind Large = new("huge", 0, Huge.Make);

    /// <summary>All kinds of small cases.</summary>
    public static IReadOnlyList<FuzzKind> Kinds { get; } =
    [
        new("random bytes", 1500, Noise.Bytes),
        new("random pieces", 1500, Noise.Pieces),
        new("truncated", 1500, Damage.Truncate),
        new("mutated", 2500, Damage.Mutate),
        new("spliced", 1000, Damage.Splice),
        new("odd values", 1500, Damage.OddValue),
        new("duplicate keys", 700, Damage.Duplicate),
        new("deep nesting", 500, Shapes.Deep),
        new("exploding aliases", 300, Shapes.Aliases),
        new("many of one thing", 200, Shapes.Many),
        new("wrong encoding", 1200, Encodings.Make),
        new("windows-1252", 300, Encodings.Windows1252),
        new("one piece repeated", 30, Shapes.Repeat),
        new("a megabyte of one piece", 1, Shapes.RepeatToLimit),
    ];

    private static readonly int Weights = Kinds.Sum(k => k.Weight);

    public static FuzzCase Make(long seed)
    {
        var lot = new Random((int)(seed * 2_654_435_761L >> 7));
        var reader = (FuzzReader)lot.Next(3);
        var kind = seed % SeedsPerHugeFile == 0 ? Large : Draw(lot);
        return new(seed, kind.Name, reader, kind.Make(reader, lot));
    }

    private static FuzzKind Draw(Random lot)
    {
        var place = lot.Next(Weights);
        return Kinds.First(k => (place -= k.Weight) < 0);
    }
}
