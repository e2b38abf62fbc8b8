namespace Twofold.Fuzz.Tests;

/// <summary>Counts what was given and what was answered.</summary>
internal sealed class FuzzTally
{
    private readonly SortedDictionary<string, int> kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<FuzzReader, (int Read, int Refused)> readers = [];
    private (long Allocated, FuzzCase? Case) most;
    private (TimeSpan Took, FuzzCase? Case) slowest;

    public int Cases { get; private set; }

    public void Add(FuzzCase given, FuzzAnswer answer)
    {
        Cases++;
        kinds[given.Kind] = kinds.GetValueOrDefault(given.Kind) + 1;
        var (read, refused) = readers.GetValueOrDefault(given.Reader);
        readers[given.Reader] = answer.IsRead ? (read + 1, refused) : (read, refused + 1);
        foreach (var code in answer.Problems.Select(p => p.Code).Distinct(StringComparer.Ordinal)) codes[code] = codes.GetValueOrDefault(code) + 1;
        if (answer.Allocated > most.Allocated) most = (answer.Allocated, Short(given));
        if (answer.Took > slowest.Took) slowest = (answer.Took, Short(given));
    }

    public IEnumerable<string> Lines()
    {
        foreach (var (reader, (read, refused)) in readers) yield return $"  {reader}: {read} read, {refused} refused";
        yield return $"  kinds: {string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value}"))}";
        yield return $"  codes (cases): {string.Join(", ", codes.Select(c => $"{c.Key} {c.Value}"))}";
        if (most.Case is { } m) yield return $"  most allocated: {most.Allocated / 1024} KiB for {m.Kind}, seed {m.Seed}";
        if (slowest.Case is { } s) yield return $"  slowest: {slowest.Took.TotalMilliseconds:0} ms for {s.Kind}, seed {s.Seed}";
    }

    private static FuzzCase Short(FuzzCase given) => given with { Bytes = [] };
}
