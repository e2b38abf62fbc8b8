using System.Globalization;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A guest that tries to take more than its limits gets no more. Time is the guest's own.</summary>
[Collection(nameof(RealPhone))]
public sealed class LimitTests(QemuPhoneUnderTest phone)
{
    private const int KiB = 6 * 1024;
    private static readonly VmRef Bounded = new("bounded", 1);
    private static readonly VmHardware Small = new(112, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_that_writes_as_fast_as_it_can_is_held_to_its_throughput()
    {
        await RunningAsync();
        var free = await SecondsAsync(new GuestRequest.WritePattern("free", KiB));

        await phone.Hypervisor.SetLimitsAsync(Bounded, VmLimits.Open with { ThroughputMiB = 1 }, Cancellation);
        var held = await SecondsAsync(new GuestRequest.WritePattern("held", KiB));

        Assert.Equal(1, (await ObservedAsync()).Limits?.ThroughputMiB);
        Assert.True(held > 0.8 * KiB / 1024, $"6 MiB at 1 MiB/s took {held} s, and {free} s without a limit");
        Assert.True(held > 1.5 * free, $"6 MiB at 1 MiB/s took {held} s, and {free} s without a limit");
    }

    [Fact]
    public async Task A_guest_that_keeps_its_processor_busy_gets_its_share_and_no_more()
    {
        await RunningAsync();
        if ((await ObservedAsync()).Limits?.CpuPercent is null) Assert.Skip("the kernel lets nobody here limit processors");
        var free = await ShareAsync();

        await phone.Hypervisor.SetLimitsAsync(Bounded, VmLimits.Open with { CpuPercent = 5 }, Cancellation);
        var held = await ShareAsync();

        Assert.Equal(5, (await ObservedAsync()).Limits?.CpuPercent);
        await phone.Hypervisor.KillAsync(Bounded, Cancellation);
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", new VmFolder(phone.Options, Bounded).HostName, SearchOption.AllDirectories));
        Assert.True(held < 7.5, $"{held} % of the processors under a limit of 5 %, {free} % without");
        Assert.True(free > 1.5 * held, $"{held} % of the processors under a limit of 5 %, {free} % without");
    }

    [Fact]
    public async Task A_guest_cannot_write_more_than_its_disk_holds()
    {
        await RunningAsync();
        var before = new FileInfo(Path.Combine(phone.VmFolder(Bounded), "disk.luks")).Length;

        var reply = await phone.Guests.AskAsync(Bounded, new GuestRequest.WritePattern("beyond", 40 * 1024), Cancellation);

        Assert.False(reply.Ok);
        Assert.Equal(before, new FileInfo(Path.Combine(phone.VmFolder(Bounded), "disk.luks")).Length);
        await phone.Guests.AskAsync(Bounded, new GuestRequest.WritePattern("beyond", 1));
    }

    [Fact]
    public async Task A_guest_cannot_take_more_memory_or_processors_than_it_was_given()
    {
        await RunningAsync();
        Assert.Equal(("yes", "no"), (await TakesAsync(16), await TakesAsync(Small.MemoryMiB + 16)));
        Assert.Equal("1", await phone.Guests.AskAsync(Bounded, new GuestRequest.CountCpus()));

        await phone.Hypervisor.StopAsync(Bounded, Cancellation);
        await RunningAsync(new VmHardware(224, 2));
        Assert.Equal(("yes", "no"), (await TakesAsync(Small.MemoryMiB + 16), await TakesAsync(240)));
        Assert.Equal("2", await phone.Guests.AskAsync(Bounded, new GuestRequest.CountCpus()));
        await phone.Hypervisor.StopAsync(Bounded, Cancellation);
    }

    [Fact]
    public async Task What_a_guest_writes_is_nowhere_in_its_image()
    {
        await RunningAsync();
        await phone.Guests.AskAsync(Bounded, new GuestRequest.WritePattern("unreadable", 512));

        Assert.True((await ObservedAsync()).DiskEncrypted);
        var (exit, output) = await QemuPhoneUnderTest.RunAsync(
            "grep", "-l", "-a", "-F", "-e", "twofold-unreadable", Path.Combine(phone.VmFolder(Bounded), "disk.luks"));
        Assert.Equal((1, ""), (exit, output));
    }

    private Task<string> TakesAsync(int mebibytes) => phone.Guests.AskAsync(Bounded, new GuestRequest.TakeMemory(mebibytes));

    private async Task RunningAsync(VmHardware? hardware = null)
    {
        await phone.Hypervisor.ProvisionAsync(Bounded, 32, Cancellation);
        await phone.Hypervisor.StartAsync(Bounded, hardware ?? Small, Cancellation);
        await Guest.AnswersAsync(phone.Guests, Bounded, Cancellation);
        await phone.Hypervisor.SetLimitsAsync(Bounded, VmLimits.Open, Cancellation);
    }

    private async Task<VmObservation> ObservedAsync() => (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == Bounded);

    private async Task<double> SecondsAsync(GuestRequest work)
    {
        var from = await ClockAsync();
        await phone.Guests.AskAsync(Bounded, work);
        return await ClockAsync() - from;
    }

    /// <summary>What the VM's process took of all processors while its guest was busy, in percent.</summary>
    private async Task<double> ShareAsync()
    {
        var before = ProcessorSeconds();
        var elapsed = await SecondsAsync(new GuestRequest.Spin(4));
        return 100 * (ProcessorSeconds() - before) / elapsed / Environment.ProcessorCount;
    }

    private double ProcessorSeconds()
    {
        using var process = System.Diagnostics.Process.GetProcessById(phone.QemuPid(Bounded));
        return process.TotalProcessorTime.TotalSeconds;
    }

    private async Task<double> ClockAsync() =>
        double.Parse(await phone.Guests.AskAsync(Bounded, new GuestRequest.Clock()), CultureInfo.InvariantCulture) / 100;
}
