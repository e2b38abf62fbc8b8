using System.Net;
using System.Security.Cryptography;
using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Where a phone's things lie.</summary>
/// <param name="PartitionFolder">The control partition's own folder; VMs lie in <c>vms/</c> beneath it.</param>
/// <param name="HardwareFolder">The phone's hardware: <c>usb/*.img</c> is what is in its USB socket, <c>peripherals/*</c> what its peripherals say.</param>
/// <param name="ImageFolder">The guest's <c>vmlinux</c> and <c>initramfs.cpio</c>.</param>
/// <param name="Accelerator">"tcg", "kvm", or "auto": whichever <see cref="AcceleratorProbe"/> finds to work.</param>
public sealed record QemuOptions(string PartitionFolder, string HardwareFolder, string ImageFolder, string Accelerator = "auto")
{
    /// <summary>How long QEMU may take to open its control socket.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a guest may take to boot under KVM before KVM is thought not to work.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a guest may take to power down before it is forced.</summary>
    public TimeSpan PowerDownLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How the control partition finds the addresses of a name that a policy lets a guest connect to.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> LookUp { get; init; } = Dns.GetHostAddressesAsync;

    internal string Vms => Path.Combine(PartitionFolder, "vms");

    /// <summary>Named pipes for secrets.</summary>
    internal string Pipes => Path.Combine(PartitionFolder, "run");

    /// <summary>What the phone's peripherals say, a file or pipe for each.</summary>
    internal string Peripherals => Path.Combine(HardwareFolder, "peripherals");

    internal string UsbSocket => Path.Combine(HardwareFolder, "usb");
}

/// <summary>The folder of one VM.</summary>
internal sealed class VmFolder
{
    /// <summary>sockaddr_un: 108 bytes with the closing zero.</summary>
    private const int LongestSocketPath = 107;

    public VmFolder(QemuOptions options, VmRef vm)
    {
        (Vm, Location) = (vm, Path.Combine(Path.GetFullPath(options.Vms), vm.ToString()));
        if (Encoding.UTF8.GetByteCount(GuestSocket) > LongestSocketPath)
            throw new DeviceException(DeviceCodes.VmPathTooLong, $"`{GuestSocket}` is too long for a unix socket");
    }

    public VmRef Vm { get; }

    public string Location { get; }

    /// <summary>What the VM is called among everything else on the host: 12 characters, as the name of a network device may have 15.</summary>
    public string HostName => "tf" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Location)))[..10];

    public string Disk => Path.Combine(Location, "disk.luks");

    /// <summary>Written last, when the disk is whole.</summary>
    public string Provisioned => Path.Combine(Location, "provisioned.json");

    public string SavedMemory => Path.Combine(Location, "suspended.json");

    public string ControlSocket => Path.Combine(Location, "qmp.sock");

    public string GuestSocket => Path.Combine(Location, "guest.sock");

    /// <summary>Where whoever holds the phone uses the VM.</summary>
    public string UserSocket => Path.Combine(Location, "user.sock");

    public string PidFile => Path.Combine(Location, "qemu.pid");

    /// <summary>What QEMU itself complains of; nothing the guest says comes here.</summary>
    public string Log => Path.Combine(Location, "qemu.log");

    public bool Exists => Directory.Exists(Location);

    /// <summary>Bytes allocated, not the length: the disk is sparse.</summary>
    public long AllocatedBytes() => Exists
        ? Directory.EnumerateFiles(Location).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)).Sum(Posix.AllocatedBytes) : 0;
}
