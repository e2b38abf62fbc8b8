using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Bench.Running;

/// <summary>VMs equal to a phone's work VM, made by the same driver, without agent or console; each is then removed by plain commands.</summary>
internal sealed class BareVm : IAsyncDisposable
{
    private const string Remove =
        """
        kill -9 "$1"
        while [ -n "$(tr -d '\0' 2>/dev/null </proc/"$1"/cmdline)" ]; do sleep 0.002; done
        tpm2_nvundefine "$2" -C o
        cryptsetup luksErase -q "$3/disk.luks"
        rm -r "$3"
        """;

    private readonly VirtualPhone _phone;
    private readonly TpmVault _vault;
    private readonly QemuHypervisor _hypervisor;
    private VmRef _vm = new("work", 0);

    private BareVm(VirtualPhone phone, TpmVault vault, QemuHypervisor hypervisor) =>
        (_phone, _vault, _hypervisor) = (phone, vault, hypervisor);

    /// <summary>Makes the phone; no VM yet.</summary>
    public static async Task<BareVm> MakeAsync()
    {
        var phone = await VirtualPhone.MakeAsync();
        var vault = new TpmVault(phone.Tpm, phone.Partition);
        var options = new QemuOptions(phone.Partition, phone.Hardware, Built.GuestImage());
        return new BareVm(phone, vault, await QemuHypervisor.OpenAsync(options, vault, CancellationToken.None));
    }

    /// <summary>Makes and boots the next VM; its guest answers when this returns.</summary>
    public async Task ReadyAsync()
    {
        _vm = new VmRef("work", _vm.Epoch + 1);
        await _hypervisor.ProvisionAsync(_vm, VirtualPhone.DiskMiB, CancellationToken.None);
        await _hypervisor.StartAsync(_vm, new VmHardware(VirtualPhone.MemoryMiB, VCpus: 1), CancellationToken.None);
        await Until.ComesAsync(AnswersAsync, () => "the guest never answered");
    }

    /// <summary>Kill, undefine the TPM index, erase the key slots, unlink; the seconds it took.</summary>
    public async Task<double> RemoveAsync()
    {
        var folder = _phone.VmFolder(_vm.Slot, _vm.Epoch);
        var pid = (await File.ReadAllTextAsync(Path.Combine(folder, "qemu.pid"))).Trim();
        var script = new ProcessStartInfo("bash", ["-euc", Remove, "bash", pid, Index(), folder])
        {
            Environment = { ["TPM2TOOLS_TCTI"] = _phone.Tpm },
        };
        var start = Stopwatch.GetTimestamp();
        using var removal = Process.Start(script)!;
        await removal.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return removal.ExitCode == 0 ? seconds : throw new InvalidOperationException($"the plain removal ended with {removal.ExitCode}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _hypervisor.DisposeAsync();
        _vault.Dispose();
        await _phone.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _hypervisor.Guests.AskAsync(_vm, new GuestRequest.Ping(), CancellationToken.None)).Ok;
        }
        catch (DeviceException)
        {
            return false;
        }
    }

    // The driver notes which secret lies at which index of the TPM.
    private string Index()
    {
        using var table = JsonDocument.Parse(File.ReadAllText(Path.Combine(_phone.Partition, "secrets.json")));
        return "0x" + table.RootElement.GetProperty($"{SecretName.Disk(_vm)}").GetUInt32().ToString("x8", CultureInfo.InvariantCulture);
    }
}
