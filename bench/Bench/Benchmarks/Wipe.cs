using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>A released wipe of a running work VM until its signed receipt is verified and stored; making and booting the VM is not counted.</summary>
internal sealed class Wipe : Benchmark
{
    private RealPhone? _phone;
    private BareVm? _bare;

    public override string Name => "wipe";

    public override string Beside => "kill, TPM nvundefine, erase of the key slots and unlink of an equal VM by plain commands";

    public override async Task PrepareAsync()
    {
        _phone = new RealPhone(Scratch.Folder("wipe"));
        await _phone.StartAsync();
        _bare = await BareVm.MakeAsync();
    }

    public override async Task<double> OursAsync()
    {
        // Both VMs of a pair stand ready before either is measured, so that no boot disturbs the other side.
        await _phone!.ReadyAsync();
        await _bare!.ReadyAsync();
        return await _phone.WipeAsync();
    }

    public override Task<double> TheirsAsync() => _bare!.RemoveAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_phone is not null) await _phone.DisposeAsync();
        if (_bare is not null) await _bare.DisposeAsync();
    }
}
