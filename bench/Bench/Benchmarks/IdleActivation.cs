using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Benchmarks;

/// <summary>
/// Managed memory that one unused activation of a phone takes, over all stored phones: its place, its name and its mailbox. What it had read
/// it has let go of; the store holds that, and the next errand reads it again.
/// </summary>
internal sealed class IdleActivation(PhoneStore phones) : Benchmark
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(8);
    private static readonly EmbeddedOptions Options = new() { RestAfter = Rest, SweepEvery = TimeSpan.FromMilliseconds(200) };

    private string _path = "";

    public override string Name => "idle-activation";

    public override string Beside => "1 KiB";

    public override string Unit => "B";

    public override int Pairs => 1;

    public override async Task PrepareAsync() => _path = await phones.CopyAsync("idle-activation");

    public override async Task<double> OursAsync()
    {
        await using var host = await PhoneStore.HostAsync(_path, Options);
        var empty = Managed();
        foreach (var number in Enumerable.Range(0, phones.Phones)) await host.Fleet.ViewAsync(PhoneStore.Ref(number));
        var awake = Managed();
        await Task.Delay(Rest + Rest);
        var resting = Managed();
        Console.WriteLine($"    with what was read: {(awake - empty) / phones.Phones} B, at rest: {(resting - empty) / phones.Phones} B");
        return (double)(resting - empty) / phones.Phones;
    }

    public override Task<double> TheirsAsync() => Task.FromResult(1024.0);

    private static long Managed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
