using Twofold.Device.Ports;

namespace Twofold.Device.Tests;

/// <summary>A hypervisor in memory, which the test can look into and which outlives the agents that it is given to.</summary>
internal sealed class MemoryHypervisor : IHypervisor, IGuestChannel
{
    private readonly Dictionary<VmRef, Machine> _machines = [];

    public string Name => "memory";

    /// <summary>Every call that changes something, in order: "Kill work-1".</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called before each such call; may throw, or wait.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Called after each such call.</summary>
    public Action? After { get; set; }

    /// <summary>Whether nothing can be observed.</summary>
    public bool Blind { get; set; }

    public Machine this[VmRef vm] => _machines[vm];

    public bool Has(VmRef vm) => _machines.ContainsKey(vm);

    public Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation) => Blind
        ? throw new DeviceException(DeviceCodes.QmpTimeout, "blind")
        : Task.FromResult<IReadOnlyList<VmObservation>>([.. _machines.Select(machine => machine.Value.See(machine.Key))]);

    public Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation) =>
        DoAsync("Provision", vm, () => _machines.TryAdd(vm, new Machine()), cancellation);

    public async Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation)
    {
        var outcome = _machines[vm].State switch
        {
            VmState.Running => StartOutcome.AlreadyRunning,
            VmState.Suspended => StartOutcome.Restored,
            _ => StartOutcome.Cold,
        };
        await DoAsync("Start", vm, () => _machines[vm].Start(hardware), cancellation);
        return outcome;
    }

    public Task StopAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Stop", vm, () => _machines[vm].State = VmState.Stopped, cancellation);

    public Task PauseAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Pause", vm, () => _machines[vm].State = VmState.Paused, cancellation);

    public Task ResumeAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Resume", vm, () => _machines[vm].State = VmState.Running, cancellation);

    public Task SuspendAsync(VmRef vm, CancellationToken cancellation) =>
        DoAsync("Suspend", vm, () => _machines[vm].State = VmState.Suspended, cancellation);

    public Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation) =>
        DoAsync("SetNetwork", vm, () => _machines[vm].Network = mode, cancellation);

    public Task SetUsbAsync(VmRef vm, bool allowed, CancellationToken cancellation) => DoAsync("SetUsb", vm, () => _machines[vm].Usb = allowed, cancellation);

    public Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation) =>
        DoAsync("SetAutoLock", vm, () => _machines[vm].AutoLock = seconds, cancellation);

    public Task KillAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Kill", vm, () => Change(vm, it => it.State = VmState.Stopped), cancellation);

    public Task DestroySecretAsync(VmRef vm, CancellationToken cancellation) =>
        DoAsync("DestroySecret", vm, () => Change(vm, it => it.Secret = false), cancellation);

    public Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation) => DoAsync("EraseSlots", vm, () => Change(vm, it => it.Slots = false), cancellation);

    public Task UnlinkAsync(VmRef vm, CancellationToken cancellation) => DoAsync("Unlink", vm, () => _machines.Remove(vm), cancellation);

    public Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation) => Task.FromResult(_machines.TryGetValue(vm, out var it)
        ? new WipeEvidence(it.State == VmState.Stopped, !it.Secret, !it.Slots, FilesGone: false)
        : new WipeEvidence(true, true, true, true));

    public Task<GuestReply> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
    {
        if (!_machines.TryGetValue(vm, out var machine) || machine.State != VmState.Running)
            throw new DeviceException(DeviceCodes.GuestClosed, $"`{vm}` does not run");
        return Task.FromResult(request switch
        {
            GuestRequest.GetClipboard => new GuestReply(true, machine.Clipboard),
            GuestRequest.SetClipboard set => machine.Put(set.Text),
            _ => new GuestReply(false, string.Empty),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Change(VmRef vm, Action<Machine> change)
    {
        if (_machines.TryGetValue(vm, out var machine)) change(machine);
    }

    private async Task DoAsync(string name, VmRef vm, Action act, CancellationToken cancellation)
    {
        Calls.Add($"{name} {vm}");
        if (Before is { } before) await before($"{name} {vm}", cancellation);
        act();
        After?.Invoke();
    }

    /// <summary>One VM.</summary>
    internal sealed class Machine
    {
        public VmState State { get; set; } = VmState.Stopped;

        public VmHardware? Hardware { get; private set; }

        public NetworkMode Network { get; set; }

        public bool Usb { get; set; }

        public int? AutoLock { get; set; }

        public bool Secret { get; set; } = true;

        public bool Slots { get; set; } = true;

        public string Clipboard { get; set; } = string.Empty;

        public void Start(VmHardware hardware) => (State, Hardware, Network, Usb) = (VmState.Running, hardware, NetworkMode.None, false);

        public GuestReply Put(string text)
        {
            Clipboard = text;
            return new GuestReply(true, string.Empty);
        }

        public VmObservation See(VmRef vm)
        {
            var runs = State is VmState.Running or VmState.Paused;
            return new VmObservation(
                vm, State, runs ? Hardware?.MemoryMiB : null, runs ? Hardware?.VCpus : null, runs ? Network : null, runs ? Usb : null, AutoLock, 4096, Secret);
        }
    }
}
