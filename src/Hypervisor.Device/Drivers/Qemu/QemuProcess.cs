using System.Diagnostics;
using System.Globalization;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>The process that runs a VM. It is not a child to keep: it outlives the agent, and is found again by its pid file.</summary>
internal sealed class QemuProcess(VmFolder folder)
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    /// <summary>Its pid, if it lives. A pid that meanwhile belongs to another process does not count.</summary>
    public int? Pid() => RecordedPid() is { } pid && Alive(pid) ? pid : null;

    /// <summary>Starts it in a session of its own, so that no signal to the agent reaches it.</summary>
    /// <param name="prefix">The command that puts it into its namespace; empty for none.</param>
    /// <param name="arguments">QEMU's own.</param>
    public Process Start(IEnumerable<string> prefix, IEnumerable<string> arguments)
    {
        File.Delete(folder.PidFile);
        File.Delete(folder.ControlSocket);
        File.Delete(folder.GuestSocket);
        File.Delete(folder.UserSocket);
        const string script = "log=$1; shift; exec setsid \"$@\" </dev/null >/dev/null 2>\"$log\"";
        return Process.Start(new ProcessStartInfo("sh", ["-c", script, "sh", folder.Log, .. prefix, QemuCommandLine.Program, .. arguments]))
            ?? throw new DeviceException(DeviceCodes.VmStartFailed, "the hypervisor did not start");
    }

    /// <summary>What QEMU complained of last.</summary>
    public string Complaint() => File.Exists(folder.Log) ? File.ReadLines(folder.Log).LastOrDefault("") : "";

    /// <summary>Ends it at once; returns when it is gone, and with it whatever else an interrupted start left.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (Pid() is { } pid)
        {
            if (waited.Elapsed > KillLimit) throw new DeviceException(DeviceCodes.VmKillFailed, $"process {pid} of `{folder.Vm}` did not end");
            Posix.Kill(pid);
            await Task.Delay(1, cancellation);
        }
    }

    /// <summary>Waits until it is gone; false if it outlasts the limit.</summary>
    public async Task<bool> GoneAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (Pid() is not null)
        {
            if (waited.Elapsed > limit) return false;
            await Task.Delay(5, cancellation);
        }
        return true;
    }

    private int? RecordedPid()
    {
        try
        {
            return int.TryParse(File.ReadAllText(folder.PidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : FoundPid();
        }
        catch (IOException)
        {
            return FoundPid();
        }
    }

    /// <summary>Without a pid file (QEMU writes it late), the process is found by the socket that its command line names.</summary>
    private int? FoundPid()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Alive(pid)) return pid;
        return null;
    }

    private bool Alive(int pid)
    {
        try
        {
            // The socket names it, also while it is still the shell that becomes QEMU. A zombie has no arguments: its memory is gone.
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains($"unix:{folder.ControlSocket},server=on,wait=off");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
