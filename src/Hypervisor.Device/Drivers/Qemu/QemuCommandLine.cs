using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>How QEMU is called. Everything that a policy decides is left out: it is set over QMP, from the strictest.</summary>
internal static class QemuCommandLine
{
    public const string Program = "qemu-system-x86_64";

    /// <summary>The name of the virtio-serial port that the guest's agent listens on.</summary>
    public const string GuestPort = "com.twofold.guest.0";

    /// <summary>The port that stands for screen and keyboard of a virtual phone: whoever holds the phone uses the VM through it.</summary>
    public const string UserPort = "com.twofold.user.0";

    /// <summary>The disk as the guest sees it; memory is saved into it too.</summary>
    public const string DiskNode = "data";

    /// <summary>The device through which the guest reaches its disk.</summary>
    public const string DiskDevice = "disk";

    public const string Nic = "nic";

    public const string UsbBus = "usb.0";

    /// <summary>qcow2 inside a LUKS container: whatever is written, memory and metadata included, is encrypted.</summary>
    public static IReadOnlyList<string> For(VmFolder folder, VmHardware hardware, QemuOptions options, string secretPipe) =>
    [
        .. Machine(hardware, options),
        .. Control(folder),
        .. Guest(folder),
        "-object", $"secret,id=disk,file={Escaped(secretPipe)}",
        "-blockdev", $"driver=file,node-name=container,filename={Escaped(folder.Disk)}",
        "-blockdev", "driver=luks,node-name=plain,file=container,key-secret=disk",
        "-blockdev", $"driver=qcow2,node-name={DiskNode},file=plain",
        "-device", $"virtio-blk-pci,id={DiskDevice},drive={DiskNode}",
        "-device", "qemu-xhci,id=usb",
        "-netdev", "hubport,id=port,hubid=0",
        "-device", $"virtio-net-pci,id={Nic},netdev=port,romfile=",
    ];

    /// <summary>A guest that only answers: nothing of a phone is in it.</summary>
    public static IReadOnlyList<string> Probe(string guestSocket, VmHardware hardware, QemuOptions options) =>
        [.. Machine(hardware, options), "-device", "virtio-serial-pci", .. Port("guest", guestSocket, GuestPort)];

    /// <summary>A comma ends a value in QEMU's options unless it is doubled.</summary>
    public static string Escaped(string path) => path.Replace(",", ",,");

    private static string[] Machine(VmHardware hardware, QemuOptions options) =>
    [
        "-M", "q35,mem-merge=off,dump-guest-core=off",
        "-accel", options.Accelerator,
        .. options.Accelerator == "kvm" ? new[] { "-cpu", "host" } : [],
        "-m", $"{hardware.MemoryMiB}",
        "-smp", $"{hardware.VCpus}",
        "-nodefaults", "-no-user-config", "-display", "none",
        "-kernel", Path.Combine(options.ImageFolder, "vmlinux"),
        "-initrd", Path.Combine(options.ImageFolder, "initramfs.cpio"),
        "-append", "quiet panic=-1",
    ];

    private static string[] Control(VmFolder folder) =>
    [
        "-S",
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
        "-pidfile", folder.PidFile,
        "-qmp", $"unix:{folder.ControlSocket},server=on,wait=off",
    ];

    private static string[] Guest(VmFolder folder) =>
    [
        "-device", "virtio-serial-pci",
        .. Port("guest", folder.GuestSocket, GuestPort),
        .. Port("user", folder.UserSocket, UserPort),
    ];

    private static string[] Port(string id, string socket, string name) =>
    [
        "-chardev", $"socket,id={id},path={Escaped(socket)},server=on,wait=off",
        "-device", $"virtserialport,chardev={id},name={name}",
    ];
}
