using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>What a console holds in RAM that knows a million phones, ten thousand of them connected and quiet.</summary>
internal sealed class MillionPhones : Benchmark
{
    private const int ActiveShare = 100;

    // As many as two processors greet, handshakes of both ends included.
    private const int DialsPerSecond = 100;

    private readonly PhoneFleet _phones = new(Folder, Active, DialsPerSecond);

    public override string Name => "million";

    public override string Beside => "1 GiB";

    public override string Unit => "MiB";

    public override int Pairs => 1;

    public override bool WarmsUp => false;

    public override bool TakesLong => true;

    private static int Registered => SeededFleet.Count;

    private static int Active => Registered / ActiveShare;

    private static string Folder => Path.Combine(SeededFleet.Folder, $"console-{SeededFleet.Name}");

    private static string Mark => Path.Combine(Folder, "registered");

    public override async Task PrepareAsync()
    {
        var start = Stopwatch.GetTimestamp();
        if (!_phones.Enrolled) await EnrolAsync();
        Say($"{Active:N0} phones enrolled", start);
        if (!File.Exists(Mark)) RegisteredPhones.Add(_phones.Home.Database, "sim-0001", Registered - Active);
        await File.WriteAllTextAsync(Mark, "");
        Say($"{Registered:N0} phones registered, the store has {new FileInfo(_phones.Home.Database).Length / (double)(1 << 30):0.0} GiB", start);
    }

    public override async Task<double> OursAsync()
    {
        await _phones.StartAsync();
        return await _phones.Console!.QuietAsync();
    }

    public override Task<double> TheirsAsync() => Task.FromResult(1024.0);

    public override ValueTask DisposeAsync() => _phones.DisposeAsync();

    private async Task EnrolAsync()
    {
        Directory.CreateDirectory(SeededFleet.Folder);
        foreach (var old in Directory.GetDirectories(SeededFleet.Folder)) Directory.Delete(old, recursive: true);
        await _phones.StartAsync();
        await _phones.StopAsync();
    }

    private static void Say(string what, long start) => Console.WriteLine($"    {what}, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
}
