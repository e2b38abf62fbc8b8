using System.Diagnostics;

namespace Twofold.Bench.Running;

/// <summary>The folder of a virtual phone and its hardware: a software TPM. The folder is short, because unix sockets lie in it.</summary>
internal sealed class VirtualPhone : IAsyncDisposable
{
    /// <summary>Bytes of memory, in MiB, and of disk that each VM gets, on both sides of a comparison.</summary>
    public const int MemoryMiB = 128, DiskMiB = 128;

    private VirtualPhone(string folder) => Folder = folder;

    /// <summary>The phone's folder.</summary>
    public string Folder { get; }

    /// <summary>What the control partition keeps.</summary>
    public string Partition => Path.Combine(Folder, "partition");

    /// <summary>What stands for the hardware.</summary>
    public string Hardware => Path.Combine(Folder, "hardware");

    /// <summary>How tpm2-tools reach its TPM.</summary>
    public string Tpm => $"swtpm:path={Path.Combine(Hardware, "tpm", "sock")}";

    /// <summary>Makes the folder and switches the hardware on.</summary>
    public static async Task<VirtualPhone> MakeAsync()
    {
        var phone = new VirtualPhone(Directory.CreateTempSubdirectory("twofold-").FullName);
        Directory.CreateDirectory(phone.Partition, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await phone.SwitchAsync("start");
        return phone;
    }

    /// <summary>The folder of a VM.</summary>
    public string VmFolder(string slot, long epoch) => Path.Combine(Partition, "vms", $"{slot}-{epoch}");

    /// <summary>Ends its VMs, switches it off and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Partition, "qemu.pid", SearchOption.AllDirectories))
            End(int.Parse(await File.ReadAllTextAsync(file)));
        await SwitchAsync("stop");
        Directory.Delete(Folder, recursive: true);
    }

    private void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            if (File.ReadAllText($"/proc/{pid}/cmdline").Contains(Partition, StringComparison.Ordinal)) process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or IOException)
        {
            // It had ended by itself.
        }
    }

    // The TPM must not inherit a pipe that somebody reads to its end, so what the script says goes to no one.
    private async Task SwitchAsync(string verb)
    {
        var hardware = Path.Combine(Built.Root, "infra", "phone", "hardware.sh");
        using var script = Process.Start("bash", ["-c", "exec bash \"$@\" >/dev/null", "bash", hardware, verb, Folder]);
        await script.WaitForExitAsync();
        if (script.ExitCode != 0) throw new InvalidOperationException($"the hardware of a virtual phone did not {verb}");
    }
}
