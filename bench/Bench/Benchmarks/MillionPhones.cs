using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>What a console holds in RAM that knows a million phones, ten thousand of them connected and quiet.</summary>
internal sealed class MillionPhones : Benchmark
{
    private const int Registered = 1_000_000;
    private const int Active = 10_000;

    private readonly PhoneFleet _phones = new("million", Active);

    public override string Name => "million";

    public override string Beside => "1 GiB";

    public override string Unit => "MiB";

    public override int Pairs => 1;

    public override bool WarmsUp => false;

    public override async Task PrepareAsync()
    {
        await _phones.StartAsync();
        await _phones.StopAsync();
        RegisteredPhones.Add(_phones.Home.Database, "sim-0001", Registered - Active);
        Console.WriteLine($"    the store: {new FileInfo(_phones.Home.Database).Length / (double)(1 << 30):0.0} GiB");
    }

    public override async Task<double> OursAsync()
    {
        await _phones.StartAsync();
        return await _phones.Console!.QuietAsync();
    }

    public override Task<double> TheirsAsync() => Task.FromResult(1024.0);

    public override ValueTask DisposeAsync() => _phones.DisposeAsync();
}
