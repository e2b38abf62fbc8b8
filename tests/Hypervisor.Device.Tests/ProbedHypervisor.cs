using Twofold.Device.Drivers.Fake;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests;

/// <summary>A driver, the fake one where none is given, with a probe around it: it notes each call, and a test can hold one up, fail it, or blind the observer.</summary>
internal sealed class ProbedHypervisor : IHypervisor
{
    private readonly IHypervisor _driver;

    public ProbedHypervisor() => (_driver, Guests) = (new FakeHypervisor(Phone), new FakeGuests(Phone));

    public ProbedHypervisor(IHypervisor driver, IGuestChannel guests) => (_driver, Guests) = (driver, guests);

    public FakePhone Phone { get; } = new();

    public IGuestChannel Guests { get; }

    public string Name => _driver.Name;

    /// <summary>Every call that changes something, in order: "Kill work-1".</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called before each such call; may throw, or wait.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Called after each such call.</summary>
    public Action? After { get; set; }

    /// <summary>Whether nothing can be observed.</summary>
    public bool Blind { get; set; }

    /// <summary>What is there of a VM now.</summary>
    public VmObservation? See(VmRef vm) => _driver.ObserveAsync(CancellationToken.None).Result.FirstOrDefault(seen => seen.Vm == vm);

    public Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation) =>
        Blind ? throw new DeviceException(DeviceCodes.QmpTimeout, "blind") : _driver.ObserveAsync(cancellation);

    public Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation) =>
        DoAsync("Provision", vm, () => _driver.ProvisionAsync(vm, diskMiB, cancellation), cancellation);

    public async Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation)
    {
        var outcome = StartOutcome.AlreadyRunning;
        await DoAsync("Start", vm, async () => outcome = await _driver.StartAsync(vm, hardware, cancellation), cancellation);
        return outcome;
    }

    public Task StopAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Stop", vm, () => _driver.StopAsync(vm, cancellation), cancellation);

    public Task PauseAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Pause", vm, () => _driver.PauseAsync(vm, cancellation), cancellation);

    public Task ResumeAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Resume", vm, () => _driver.ResumeAsync(vm, cancellation), cancellation);

    public Task SuspendAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Suspend", vm, () => _driver.SuspendAsync(vm, cancellation), cancellation);

    public Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation) =>
        DoAsync("SetNetwork", vm, () => _driver.SetNetworkAsync(vm, mode, cancellation), cancellation);

    public Task SetUsbAsync(VmRef vm, UsbKinds allowed, CancellationToken cancellation) =>
        DoAsync("SetUsb", vm, () => _driver.SetUsbAsync(vm, allowed, cancellation), cancellation);

    public Task SetPeripheralsAsync(VmRef vm, PeripheralSet allowed, CancellationToken cancellation) =>
        DoAsync("SetPeripherals", vm, () => _driver.SetPeripheralsAsync(vm, allowed, cancellation), cancellation);

    public Task SetLimitsAsync(VmRef vm, VmLimits limits, CancellationToken cancellation) =>
        DoAsync("SetLimits", vm, () => _driver.SetLimitsAsync(vm, limits, cancellation), cancellation);

    public Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation) =>
        DoAsync("SetAutoLock", vm, () => _driver.SetAutoLockAsync(vm, seconds, cancellation), cancellation);

    public Task KillAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Kill", vm, () => _driver.KillAsync(vm, cancellation), cancellation);

    public Task DestroySecretAsync(VmRef vm, CancellationToken cancellation) =>
        DoAsync("DestroySecret", vm, () => _driver.DestroySecretAsync(vm, cancellation), cancellation);

    public Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation) =>
        DoAsync("EraseSlots", vm, () => _driver.EraseSlotsAsync(vm, cancellation), cancellation);

    public Task UnlinkAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Unlink", vm, () => _driver.UnlinkAsync(vm, cancellation), cancellation);

    public Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation) => _driver.ObserveWipeAsync(vm, cancellation);

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private async Task DoAsync(string name, VmRef vm, Func<Task> act, CancellationToken cancellation)
    {
        Calls.Add($"{name} {vm}");
        if (Before is { } before) await before($"{name} {vm}", cancellation);
        await act();
        After?.Invoke();
    }
}
