using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>What a console that was just started holds in RAM once a thousand phones are connected and quiet.</summary>
internal sealed class ResidentMemory(PhoneFleet phones) : Benchmark
{
    public override string Name => "memory";

    public override string Beside => $"bare Kestrel that holds {phones.Phones} mutual-TLS WebSockets";

    public override string Unit => "MiB";

    public override async Task<double> OursAsync()
    {
        await phones.StartAsync();
        var resident = await phones.Console!.QuietAsync();
        await phones.StopAsync();
        return resident;
    }

    public override async Task<double> TheirsAsync()
    {
        await using var floor = await FloorSockets.StartAsync(Scratch.Folder("memory"), phones.Phones, store: null, answerBytes: 0);
        return await floor.Server.QuietAsync();
    }

    public override ValueTask DisposeAsync() => phones.DisposeAsync();
}
