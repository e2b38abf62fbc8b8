using System.Diagnostics;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A virtual phone in a folder of its own, with a TPM, a keyboard and a stick in its USB socket, and real QEMU.</summary>
public sealed class QemuPhoneUnderTest : IPhoneUnderTest, IAsyncLifetime
{
    private static readonly SemaphoreSlim OneBuild = new(1, 1);
    private static readonly string Repository = FindRepository();

    private QemuHypervisor? hypervisor;
    private TpmVault? vault;

    /// <summary>Short, because unix sockets lie in it.</summary>
    public string Location { get; } = Directory.CreateTempSubdirectory("twofold-").FullName;

    public string Partition => Path.Combine(Location, "partition");

    public string TpmFolder => Path.Combine(Location, "hardware", "tpm");

    public IHypervisor Hypervisor => hypervisor!;

    public IGuestChannel Guests => hypervisor!.Guests;

    public ISecretVault Vault => vault!;

    public QemuOptions Options { get; private set; } = new("", "", "");

    public async ValueTask InitializeAsync()
    {
        Options = new QemuOptions(Partition, Path.Combine(Location, "hardware"), await ImageAsync());
        Directory.CreateDirectory(Partition);
        await HardwareAsync("start");
        await File.WriteAllTextAsync(Path.Combine(Location, "hardware", "usb", "keys.kbd"), "");
        await using (var stick = File.Create(Path.Combine(Location, "hardware", "usb", "stick.img"))) stick.SetLength(1 << 20);
        await OpenAsync();
    }

    public async Task ReopenAsync()
    {
        await hypervisor!.DisposeAsync();
        vault!.Dispose();
        await OpenAsync();
    }

    public string VmFolder(VmRef vm) => Path.Combine(Partition, "vms", vm.ToString());

    public int QemuPid(VmRef vm) => int.Parse(File.ReadAllText(Path.Combine(VmFolder(vm), "qemu.pid")));

    public int TpmPid() => int.Parse(File.ReadAllText(Path.Combine(TpmFolder, "pid")));

    public async ValueTask DisposeAsync()
    {
        if (hypervisor is not null)
            foreach (var left in await hypervisor.ObserveAsync(CancellationToken.None)) await hypervisor.KillAsync(left.Vm, CancellationToken.None);
        await HardwareAsync("stop");
        Directory.Delete(Location, recursive: true);
    }

    /// <summary>Runs a command line to its end and returns what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private async Task OpenAsync()
    {
        vault = new TpmVault($"swtpm:path={TpmFolder}/sock", Partition);
        hypervisor = await QemuHypervisor.OpenAsync(Options, vault, CancellationToken.None);
    }

    /// <summary>The TPM must not inherit a pipe that somebody reads to its end, so its words go to no one.</summary>
    private async Task HardwareAsync(string verb)
    {
        using var process = Process.Start("bash", [Path.Combine(Repository, "infra", "phone", "hardware.sh"), verb, Location]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>TWOFOLD_IMAGE, or the repository's own cache; built if it is missing or out of date.</summary>
    private static async Task<string> ImageAsync()
    {
        var image = Environment.GetEnvironmentVariable("TWOFOLD_IMAGE") ?? Path.Combine(Repository, ".twofold", "image");
        await OneBuild.WaitAsync();
        try
        {
            var (exit, output) = await RunAsync("bash", Path.Combine(Repository, "infra", "guest", "build-image.sh"), image);
            Assert.True(exit == 0, output);
            return image;
        }
        finally
        {
            OneBuild.Release();
        }
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Management.sln"))) return folder;
        throw new InvalidOperationException("the tests run outside the repository");
    }
}

/// <summary>All tests with real VMs share one phone and run one after the other: a boot is dear, and two at once are dearer.</summary>
[CollectionDefinition(nameof(RealPhone))]
public sealed class RealPhone : ICollectionFixture<QemuPhoneUnderTest>;

[Collection(nameof(RealPhone))]
public sealed class QemuConformance(QemuPhoneUnderTest phone) : HypervisorConformance(phone);
