using Twofold.Device.Ports;
using Twofold.Device.Tests.Agent;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A real guest that somebody tries to use outside its hours, and on a hypervisor that is too old.</summary>
[Collection(nameof(RealPhone))]
public sealed class QemuOpeningTests(QemuPhoneUnderTest phone) : IDisposable
{
    private readonly AgentBench bench = new((phone.Hypervisor, phone.Guests));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_guest_answers_in_its_hours_and_outside_them_there_is_nobody_to_answer()
    {
        bench.Server.Connect();
        await WantAsync(1, Lifecycle.Running);
        await Guest.AnswersAsync(phone.Guests, AgentBench.Work, Cancellation);
        await WantAsync(2, Lifecycle.Running, ("hours.access", "mon 09:00-17:00"));

        Assert.Equal(DeviceCodes.GuestClosed, await TriedAsync());
        Assert.Equal((GuestState.Suspended, LockReasons.Hours), (bench.LastReport.Work[0].State, bench.LastReport.Work[0].Lock));
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.RestAsync();
        await Guest.AnswersAsync(phone.Guests, AgentBench.Work, Cancellation);
    }

    [Fact]
    public async Task A_guest_does_not_start_on_a_hypervisor_that_is_too_old()
    {
        bench.Server.Connect();
        await WantAsync(1, Lifecycle.Stopped);
        await WantAsync(2, Lifecycle.Running, ("integrity.hypervisor", "9999.0.0"));

        Assert.Equal(DeviceCodes.GuestClosed, await TriedAsync());
        Assert.Contains(bench.LastReport.Findings, finding => finding is { Code: PlanCodes.HypervisorTooOld, Slot: "work" });
        await WantAsync(3, Lifecycle.Running, ("integrity.hypervisor", "4.0.0"));
        await Guest.AnswersAsync(phone.Guests, AgentBench.Work, Cancellation);
        Assert.Contains(bench.LastReport.Work[0].Settings["integrity.hypervisor"].Text!, phone.Hypervisor.Name, StringComparison.Ordinal);
    }

    private async Task<string> TriedAsync() =>
        (await Assert.ThrowsAsync<DeviceException>(() => phone.Guests.AskAsync(AgentBench.Work, new GuestRequest.Ping(), Cancellation))).Code;

    private async Task WantAsync(long version, Lifecycle lifecycle, params (string Key, string Text)[] values)
    {
        var work = FakeServer.Work([.. values, ("vm.memory", "128MiB"), ("vm.vcpus", "1"), ("lease.offline-lock", "3d"), ("lease.offline-wipe", "30d")]);
        bench.Server.Say(bench.Server.Frame(version, [new DesiredVm("work", 1, lifecycle, work.Digest)], [], [work]));
        await bench.RestAsync();
    }
}
