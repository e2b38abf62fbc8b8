namespace Twofold.Bench.Running;

/// <summary>The resident memory of a process once it has come to rest.</summary>
internal static class Resident
{
    private const double MiB = 1 << 20;
    private const int Looks = 6;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>MiB; looks once a second until several looks in a row differ by less than one per cent.</summary>
    public static async Task<double> QuietAsync(this ChildProcess process)
    {
        var looks = new List<long>();
        await Until.ComesAsync(async () =>
        {
            looks.Add(process.ResidentBytes);
            await Task.Delay(Between);
            var last = looks.TakeLast(Looks).ToList();
            return last.Count == Looks && last.Max() - last.Min() < last.Max() / 100;
        }, () => "its memory never came to rest");
        return looks[^1] / MiB;
    }
}
