using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>One VM: its process, its disk, its saved memory. Not safe for two callers at once; <see cref="QemuHypervisor"/> sees to that.</summary>
internal sealed class QemuVm(VmFolder folder, QemuOptions options, ISecretVault vault, GuestLines guests)
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(20);

    private readonly QemuProcess process = new(folder);
    private readonly EncryptedDisk disk = new(folder, options, vault);
    private readonly SavedMemory saved = new(folder);
    private readonly VmLink link = new(folder.HostName, options);
    private readonly CpuGroup cpu = new(folder.HostName);

    private VmRef Vm => folder.Vm;

    public async Task ProvisionAsync(long diskMiB, CancellationToken cancellation)
    {
        if (File.Exists(folder.Provisioned)) return;
        Directory.CreateDirectory(folder.Location, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await vault.DestroyAsync(SecretName.Disk(Vm), cancellation);
        await vault.CreateAsync(SecretName.Disk(Vm), cancellation);
        await disk.CreateAsync(diskMiB, cancellation);
        new DurableFile(folder.Provisioned).Write("{}"u8);
        Posix.SyncFolder(options.Vms);
    }

    public async Task<StartOutcome> StartAsync(VmHardware hardware, CancellationToken cancellation)
    {
        RequireProvisioned();
        if (process.Pid() is not null)
        {
            if (await StatusAsync(cancellation) is "running" or "paused") return StartOutcome.AlreadyRunning;
            // A start that was cut off before the VM ran, perhaps even before it had its secret.
            await KillAsync(cancellation);
        }
        if (saved.Ticket() is not { } ticket)
        {
            await BootAsync(hardware, cancellation);
            return StartOutcome.Cold;
        }
        if (await RestoreAsync(ticket, cancellation)) return StartOutcome.Restored;
        await KillAsync(cancellation);
        await BootAsync(hardware, cancellation);
        return StartOutcome.ColdStateIncompatible;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        saved.Discard();
        if (process.Pid() is not null)
        {
            await PowerDownAsync(cancellation);
            if (!await process.GoneAsync(options.PowerDownLimit, cancellation)) await QuitAsync(cancellation);
        }
        await LetGoAsync(cancellation);
        link.Remove();
    }

    public Task PauseAsync(CancellationToken cancellation) => WithQmpAsync(qmp => qmp.ExecuteAsync("stop", null, cancellation), cancellation);

    public Task ResumeAsync(CancellationToken cancellation) => WithQmpAsync(async qmp =>
    {
        if (await StatusAsync(qmp, cancellation) is not ("paused" or "running"))
            throw new DeviceException(DeviceCodes.VmWrongState, $"`{Vm}` is not paused");
        saved.Discard();
        await qmp.ExecuteAsync("cont", null, cancellation);
    }, cancellation);

    public async Task SuspendAsync(CancellationToken cancellation)
    {
        if (process.Pid() is null && saved.Ticket() is not null) return;
        await WithQmpAsync(qmp => SaveAsync(qmp, cancellation), cancellation);
        await QuitAsync(cancellation);
        await LetGoAsync(cancellation);
    }

    public Task SetNetworkAsync(NetworkMode mode, CancellationToken cancellation) =>
        WithQmpAsync(qmp => UplinkControl.SetAsync(qmp, mode, cancellation), cancellation);

    public Task SetLimitsAsync(VmLimits limits, CancellationToken cancellation) => WithQmpAsync(async qmp =>
    {
        await DiskThrottle.SetAsync(qmp, limits.ThroughputMiB, cancellation);
        if (process.Pid() is { } pid) cpu.Set(pid, limits.CpuPercent);
        await link.SetAsync(limits, cancellation);
    }, cancellation);

    public Task SetUsbAsync(UsbKinds allowed, CancellationToken cancellation) =>
        WithQmpAsync(qmp => UsbControl.SetAsync(qmp, options.UsbSocket, allowed, cancellation), cancellation);

    public Task SetPeripheralsAsync(PeripheralSet allowed, CancellationToken cancellation) =>
        WithQmpAsync(qmp => PeripheralControl.SetAsync(qmp, options.Peripherals, allowed, cancellation), cancellation);

    public async Task KillAsync(CancellationToken cancellation)
    {
        await process.KillAsync(cancellation);
        await LetGoAsync(cancellation);
        link.Remove();
    }

    public Task DestroySecretAsync(CancellationToken cancellation) => vault.DestroyAsync(SecretName.Disk(Vm), cancellation);

    public void EraseSlots() => disk.EraseSlots();

    public void Unlink()
    {
        if (!folder.Exists) return;
        File.Delete(folder.Provisioned);
        Directory.Delete(folder.Location, recursive: true);
        Posix.SyncFolder(options.Vms);
    }

    public async Task<WipeEvidence> ObserveWipeAsync(CancellationToken cancellation) => new(
        process.Pid() is null,
        !await vault.ExistsAsync(SecretName.Disk(Vm), cancellation),
        disk.SlotsErased(),
        !folder.Exists);

    /// <summary>Reads everything back from QEMU; what it does not tell is null.</summary>
    public async Task<VmObservation> ObserveAsync(bool secretPresent, CancellationToken cancellation)
    {
        var blank = new VmObservation(Vm, AtRest(secretPresent), null, null, null, null, null, folder.AllocatedBytes(), secretPresent)
        {
            DiskEncrypted = disk.OpensWithKeyOnly(),
        };
        if (process.Pid() is not { } pid) return blank;
        try
        {
            await using var qmp = await QmpConnection.OpenAsync(folder.ControlSocket, cancellation);
            return await QemuReading.ReadAsync(qmp, await LimitedAsync(qmp, pid, blank, cancellation), guests, cancellation);
        }
        catch (DeviceException unreadable) when (unreadable.Code is DeviceCodes.QmpClosed or DeviceCodes.QmpTimeout or DeviceCodes.QmpMalformed or DeviceCodes.QmpRefused)
        {
            return process.Pid() is null ? blank : blank with { State = VmState.Failed };
        }
    }

    private async Task<VmObservation> LimitedAsync(QmpConnection qmp, int pid, VmObservation blank, CancellationToken cancellation)
    {
        var seen = await link.ReadAsync(pid, cancellation);
        var limits = new SeenLimits(await DiskThrottle.ReadAsync(qmp, cancellation), cpu.Read(pid), seen.BandwidthMbit, seen.Egress);
        return blank with { Limits = limits, LinkApart = seen.Apart };
    }

    // What the phone keeps of a process that ended. A suspended VM keeps its link, with nobody in it, for its return.
    private Task LetGoAsync(CancellationToken cancellation)
    {
        guests.Forget(Vm);
        return cpu.RemoveAsync(cancellation);
    }

    private VmState AtRest(bool secretPresent) =>
        !secretPresent || !File.Exists(folder.Provisioned) || !File.Exists(folder.Disk) ? VmState.Failed
        : saved.Ticket() is not null ? VmState.Suspended
        : VmState.Stopped;

    private async Task BootAsync(VmHardware hardware, CancellationToken cancellation)
    {
        saved.Discard();
        await using var qmp = await LaunchAsync(hardware, cancellation);
        await SavedMemory.ForgetAsync(qmp, cancellation);
        await UplinkControl.RemoveAsync(qmp, cancellation);
        await qmp.ExecuteAsync("cont", null, cancellation);
    }

    private async Task<bool> RestoreAsync(SavedMemoryTicket ticket, CancellationToken cancellation)
    {
        await using var qmp = await LaunchAsync(ticket.Hardware, cancellation);
        if (!await saved.LoadAsync(qmp, ticket, cancellation)) return false;
        await UplinkControl.RemoveAsync(qmp, cancellation);
        saved.Discard();
        await qmp.ExecuteAsync("cont", null, cancellation);
        return true;
    }

    // Where the phone lets the agent make no namespace, QEMU's network is as far apart as it is by itself: what depends on one is unknown.
    private async Task<QmpConnection> LaunchAsync(VmHardware hardware, CancellationToken cancellation)
    {
        var prefix = await link.MakeAsync(cancellation) ? link.Prefix : [];
        try
        {
            return await LaunchAsync(hardware, prefix, cancellation);
        }
        catch
        {
            link.Remove();
            throw;
        }
    }

    private Task<QmpConnection> LaunchAsync(VmHardware hardware, IReadOnlyList<string> prefix, CancellationToken cancellation) =>
        SecretPipe.HandOverAsync(options.Pipes, vault, SecretName.Disk(Vm), async (pipe, token) =>
        {
            using var child = process.Start(prefix, QemuCommandLine.For(folder, hardware, options, pipe));
            try
            {
                return await ListeningAsync(child, token);
            }
            catch
            {
                // Without its secret it would wait for ever.
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
                throw;
            }
        }, cancellation);

    private async Task<QmpConnection> ListeningAsync(System.Diagnostics.Process child, CancellationToken cancellation)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await QmpConnection.OpenAsync(folder.ControlSocket, cancellation);
            }
            catch (DeviceException notYet) when (notYet.Code == DeviceCodes.QmpClosed && !child.HasExited && waited.Elapsed < options.StartLimit)
            {
                await Task.Delay(5, cancellation);
            }
            catch (DeviceException failed)
            {
                throw new DeviceException(DeviceCodes.VmStartFailed, $"`{Vm}`: {process.Complaint()}", failed);
            }
        }
    }

    private async Task SaveAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        await UsbControl.SetAsync(qmp, options.UsbSocket, UsbKinds.None, cancellation);
        await PeripheralControl.SetAsync(qmp, options.Peripherals, default, cancellation);
        await qmp.ExecuteAsync("stop", null, cancellation);
        await UplinkControl.RemoveAsync(qmp, cancellation);
        await saved.SaveAsync(qmp, await QemuReading.HardwareAsync(qmp, cancellation), cancellation);
    }

    /// <summary>A paused guest cannot power itself down, so it runs on for that.</summary>
    private async Task PowerDownAsync(CancellationToken cancellation)
    {
        try
        {
            await using var qmp = await QmpConnection.OpenAsync(folder.ControlSocket, cancellation);
            await qmp.ExecuteAsync("cont", null, cancellation);
            await qmp.ExecuteAsync("system_powerdown", null, cancellation);
        }
        catch (DeviceException failed) when (failed.Code is DeviceCodes.QmpClosed or DeviceCodes.QmpTimeout)
        {
            // It ended meanwhile, or it hangs: then it is forced.
        }
    }

    private async Task QuitAsync(CancellationToken cancellation)
    {
        try
        {
            await WithQmpAsync(qmp => qmp.ExecuteAsync("quit", null, cancellation), cancellation);
        }
        catch (DeviceException ended) when (ended.Code is DeviceCodes.QmpClosed or DeviceCodes.VmWrongState)
        {
            // It was gone before it could answer.
        }
        if (!await process.GoneAsync(ExitLimit, cancellation)) await process.KillAsync(cancellation);
    }

    private async Task<string> StatusAsync(CancellationToken cancellation)
    {
        try
        {
            await using var qmp = await QmpConnection.OpenAsync(folder.ControlSocket, cancellation);
            return await StatusAsync(qmp, cancellation);
        }
        catch (DeviceException closed) when (closed.Code == DeviceCodes.QmpClosed)
        {
            return "not listening";
        }
    }

    private static async Task<string> StatusAsync(QmpConnection qmp, CancellationToken cancellation) =>
        $"{(await qmp.ExecuteAsync("query-status", null, cancellation))?["status"]}";

    private async Task WithQmpAsync(Func<QmpConnection, Task> work, CancellationToken cancellation)
    {
        RequireProvisioned();
        if (process.Pid() is null) throw new DeviceException(DeviceCodes.VmWrongState, $"`{Vm}` does not run");
        await using var qmp = await QmpConnection.OpenAsync(folder.ControlSocket, cancellation);
        await work(qmp);
    }

    private void RequireProvisioned()
    {
        if (!File.Exists(folder.Provisioned)) throw new DeviceException(DeviceCodes.VmNotFound, $"this phone has no `{Vm}`");
    }
}
