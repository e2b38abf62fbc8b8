using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>What a console that was just started holds in RAM once a thousand phones are connected and quiet.</summary>
internal sealed class ResidentMemory(PhoneFleet phones) : Benchmark
{
    private const double MiB = 1 << 20;
    private const int Looks = 6;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override string Name => "memory";

    public override string Beside => $"bare Kestrel that holds {phones.Phones} mutual-TLS WebSockets";

    public override string Unit => "MiB";

    public override async Task<double> OursAsync()
    {
        await phones.StartAsync();
        var resident = await QuietAsync(phones.Console!);
        await phones.StopAsync();
        return resident;
    }

    public override async Task<double> TheirsAsync()
    {
        await using var floor = await FloorSockets.StartAsync(Scratch.Folder("memory"), phones.Phones, store: null, answerBytes: 0);
        return await QuietAsync(floor.Server);
    }

    public override ValueTask DisposeAsync() => phones.DisposeAsync();

    /// <summary>Looks once a second until several looks in a row differ by less than one per cent.</summary>
    private static async Task<double> QuietAsync(ChildProcess process)
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
