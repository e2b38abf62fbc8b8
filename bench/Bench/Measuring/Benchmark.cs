namespace Twofold.Bench.Measuring;

/// <summary>
/// Something of ours beside a floor or a peer. Both are measured in turn, ours, theirs, ours, theirs, so that a machine whose speed drifts
/// disturbs both alike; the ratio is taken pair by pair.
/// </summary>
internal abstract class Benchmark : IAsyncDisposable
{
    /// <summary>The name that SPECIFICATION.md uses.</summary>
    public abstract string Name { get; }

    /// <summary>What stands beside ours, in words.</summary>
    public abstract string Beside { get; }

    /// <summary><c>s</c>, <c>µs</c>, <c>MiB</c> or <c>B</c>.</summary>
    public virtual string Unit => "s";

    /// <summary>Pairs that count, at least 5 of what varies.</summary>
    public virtual int Pairs => 5;

    /// <summary>Whether a pair that does not count comes first; not for what takes minutes and does not depend on warmth.</summary>
    public virtual bool WarmsUp => true;

    /// <summary>Whether it takes so many minutes that it runs only when it is named, or when all are asked for.</summary>
    public virtual bool TakesLong => false;

    /// <summary>Prepares both sides.</summary>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>One measurement of ours, in <see cref="Unit"/>.</summary>
    public abstract Task<double> OursAsync();

    /// <summary>One measurement of the floor or the peer.</summary>
    public abstract Task<double> TheirsAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs the pairs.</summary>
    public async Task<Measured> MeasureAsync()
    {
        await PrepareAsync();
        var pairs = new List<(double Ours, double Theirs)>();
        for (var n = WarmsUp ? -1 : 0; n < Pairs; n++)
        {
            var pair = (Ours: await OursAsync(), Theirs: await TheirsAsync());
            Console.WriteLine($"    {(n < 0 ? "warm-up" : $"pair {n + 1}")}: ours {pair.Ours:0.000} {Unit}, beside {pair.Theirs:0.000} {Unit}");
            if (n >= 0) pairs.Add(pair);
        }

        var ratios = pairs.Select(p => p.Ours / p.Theirs).Order().ToList();
        return new Measured(
            Name, Beside, Unit, Median(pairs.Select(p => p.Ours)), Median(pairs.Select(p => p.Theirs)), Median(ratios), ratios[0], ratios[^1], pairs.Count);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
