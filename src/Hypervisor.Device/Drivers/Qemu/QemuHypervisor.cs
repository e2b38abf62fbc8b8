using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>QEMU, driven over QMP. Its VMs are processes of their own, found again from the phone's folder.</summary>
public sealed partial class QemuHypervisor : IHypervisor
{
    private readonly QemuOptions options;
    private readonly ISecretVault vault;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);

    private QemuHypervisor(QemuOptions options, ISecretVault vault, string version)
    {
        (this.options, this.vault) = (options, vault);
        Guests = new GuestLines(options);
        Name = $"qemu {version} {options.Accelerator}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The lines to the guests of these VMs.</summary>
    public GuestLines Guests { get; }

    /// <summary>Finds QEMU; <c>tool/missing</c> if it is not installed.</summary>
    public static async Task<QemuHypervisor> OpenAsync(QemuOptions options, ISecretVault vault, CancellationToken cancellation)
    {
        var said = await Tool.RunAsync(QemuCommandLine.Program, ["--version"], null, TimeSpan.FromSeconds(30), cancellation);
        Directory.CreateDirectory(options.Vms);
        var accelerator = options.Accelerator == "auto"
            ? await AcceleratorProbe.ChooseAsync(options.ImageFolder, options.ProbeLimit, cancellation)
            : new Accelerator(options.Accelerator, "as configured");
        return new QemuHypervisor(options with { Accelerator = accelerator.Name }, vault, VersionShape().Match(said.Output) is { Success: true } match ? match.Value : "of unknown version");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation)
    {
        var secrets = await vault.ListAsync(cancellation);
        var folders = Directory.EnumerateDirectories(options.Vms).Select(folder => VmRef.TryParse(Path.GetFileName(folder))).OfType<VmRef>();
        var vms = folders.Union(secrets.Select(secret => secret.Vm)).OrderBy(vm => vm.Slot, StringComparer.Ordinal).ThenBy(vm => vm.Epoch);
        return await Task.WhenAll(vms.Select(vm => Alone(vm, it => it.ObserveAsync(secrets.Contains(SecretName.Disk(vm)), cancellation), cancellation)));
    }

    /// <inheritdoc/>
    public Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation) =>
        Alone(vm, it => it.ProvisionAsync(diskMiB, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation) =>
        Alone(vm, it => it.StartAsync(hardware, cancellation), cancellation);

    /// <inheritdoc/>
    public Task StopAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => it.StopAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task PauseAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => it.PauseAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => it.ResumeAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task SuspendAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => it.SuspendAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation) =>
        Alone(vm, it => it.SetNetworkAsync(mode, cancellation), cancellation);

    /// <inheritdoc/>
    public Task SetUsbAsync(VmRef vm, UsbKinds allowed, CancellationToken cancellation) =>
        Alone(vm, it => it.SetUsbAsync(allowed, cancellation), cancellation);

    /// <inheritdoc/>
    public Task SetPeripheralsAsync(VmRef vm, PeripheralSet allowed, CancellationToken cancellation) =>
        Alone(vm, it => it.SetPeripheralsAsync(allowed, cancellation), cancellation);

    public Task SetLimitsAsync(VmRef vm, VmLimits limits, CancellationToken cancellation) =>
        Alone(vm, it => it.SetLimitsAsync(limits, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation)
    {
        var reply = await Guests.AskAsync(vm, new GuestRequest.SetAutoLock(seconds), cancellation);
        if (!reply.Ok) throw new DeviceException(DeviceCodes.GuestMalformed, "the guest did not take the auto-lock time");
    }

    /// <inheritdoc/>
    /// <remarks>The process is ended before its turn comes, too: a start that hangs must not delay a wipe.</remarks>
    public async Task KillAsync(VmRef vm, CancellationToken cancellation)
    {
        await Of(vm).KillAsync(cancellation);
        await Alone(vm, it => it.KillAsync(cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task DestroySecretAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => it.DestroySecretAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => Done(it.EraseSlots), cancellation);

    /// <inheritdoc/>
    public Task UnlinkAsync(VmRef vm, CancellationToken cancellation) => Alone(vm, it => Done(it.Unlink), cancellation);

    /// <inheritdoc/>
    public Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation) =>
        Alone(vm, it => it.ObserveWipeAsync(cancellation), cancellation);

    /// <summary>Lets go of the VMs; they run on.</summary>
    public ValueTask DisposeAsync()
    {
        Guests.Dispose();
        return ValueTask.CompletedTask;
    }

    private QemuVm Of(VmRef vm) => new(new VmFolder(options, vm), options, vault, Guests);

    private Task Alone(VmRef vm, Func<QemuVm, Task> work, CancellationToken cancellation) => Alone(vm, async it =>
    {
        await work(it);
        return true;
    }, cancellation);

    private async Task<T> Alone<T>(VmRef vm, Func<QemuVm, Task<T>> work, CancellationToken cancellation)
    {
        var turn = turns.GetOrAdd(vm.Slot, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try { return await work(Of(vm)); }
        finally { turn.Release(); }
    }

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionShape();
}
