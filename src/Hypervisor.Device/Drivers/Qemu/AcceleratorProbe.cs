using System.Diagnostics;
using System.Text.RegularExpressions;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Which accelerator a phone uses, and why.</summary>
/// <param name="Name">"kvm" or "tcg".</param>
/// <param name="Reason">For people.</param>
public sealed record Accelerator(string Name, string Reason);

/// <summary>Finds out whether KVM really runs guests here.</summary>
/// <remarks>
/// That <c>/dev/kvm</c> exists and can be opened proves nothing: under some hosts it does, and no ordinary guest boots. So the
/// processor must offer hardware virtualization, and a guest must boot within a bound; otherwise QEMU emulates (TCG).
/// </remarks>
public static partial class AcceleratorProbe
{
    private static readonly VmHardware Small = new(112, 1);

    /// <summary>Chooses; it never fails, because emulation always works.</summary>
    public static async Task<Accelerator> ChooseAsync(string imageFolder, TimeSpan bootLimit, CancellationToken cancellation)
    {
        if (!OffersVirtualization(await File.ReadAllTextAsync("/proc/cpuinfo", cancellation)))
            return new("tcg", "the processor offers neither vmx nor svm");
        if (!File.Exists("/dev/kvm")) return new("tcg", "there is no /dev/kvm");
        return await BootsAsync(imageFolder, "kvm", bootLimit, cancellation)
            ? new("kvm", "a guest booted")
            : new("tcg", $"no guest booted under KVM within {bootLimit.TotalSeconds} s");
    }

    /// <summary>Whether a processor's flags name vmx (Intel) or svm (AMD).</summary>
    internal static bool OffersVirtualization(string cpuinfo) => FlagShape().IsMatch(cpuinfo);

    /// <summary>Whether a guest answers within the bound. It has no disk, no network and no secret.</summary>
    internal static async Task<bool> BootsAsync(string imageFolder, string accelerator, TimeSpan limit, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("twofold-probe-").FullName;
        var socket = Path.Combine(folder, "guest.sock");
        var options = new QemuOptions(folder, folder, imageFolder, accelerator);
        using var process = Process.Start(new ProcessStartInfo(QemuCommandLine.Program, QemuCommandLine.Probe(socket, Small, options))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        });
        try
        {
            return process is not null && await AnswersAsync(process, socket, limit, cancellation);
        }
        finally
        {
            process?.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> AnswersAsync(Process process, string socket, TimeSpan limit, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        using var line = new GuestLine(socket);
        while (!process.HasExited && waited.Elapsed < limit)
        {
            try
            {
                return await line.AskAsync("ping", limit - waited.Elapsed, cancellation) == "ok pong";
            }
            catch (DeviceException notYet) when (notYet.Code == DeviceCodes.GuestClosed)
            {
                await Task.Delay(20, cancellation);
            }
            catch (DeviceException timeout) when (timeout.Code == DeviceCodes.GuestTimeout)
            {
                return false;
            }
        }
        return false;
    }

    [GeneratedRegex(@"^flags\s*:.*\b(vmx|svm)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FlagShape();
}
