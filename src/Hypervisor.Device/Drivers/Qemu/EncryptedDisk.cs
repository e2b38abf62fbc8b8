using System.Buffers.Binary;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>A disk: a qcow2 image inside a LUKS container (LUKS 1, AES-256-XTS), so that memory can be saved in it, encrypted, too.</summary>
internal sealed class EncryptedDisk(VmFolder folder, QemuOptions options, ISecretVault vault)
{
    /// <summary>Header and key slots of LUKS 1 with a 512-bit key: 4096 sectors, after which the data begins.</summary>
    private const int HeaderBytes = 4096 * 512;

    /// <summary>The header of LUKS 1 (LUKS On-Disk Format Specification 1.2.3, figure 1): eight key slots, each begins with its state.</summary>
    private const int FirstSlot = 208;
    private const int SlotBytes = 48;
    private const int KeySlots = 8;
    private const uint SlotInUse = 0x00AC71F3;

    /// <summary>Room for saved memory; the file is sparse, so that it takes none until then.</summary>
    private const long MemoryRoomMiB = 1280;

    /// <summary>The secret has 256 random bits: stretching it adds nothing but time.</summary>
    private const string Iterations = "1000";

    /// <summary>Debian keeps it where an ordinary user's path does not lead.</summary>
    private const string Cryptsetup = "/usr/sbin/cryptsetup";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Makes it, empty. What an earlier attempt left is overwritten.</summary>
    public async Task CreateAsync(long diskMiB, CancellationToken cancellation)
    {
        using (var file = File.Create(folder.Disk)) file.SetLength((diskMiB + diskMiB / 8 + MemoryRoomMiB) << 20);
        File.SetUnixFileMode(folder.Disk, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await WithSecretAsync(pipe => (Cryptsetup,
            ["luksFormat", "-q", "--type", "luks1", "--cipher", "aes-xts-plain64", "--key-size", "512", "--hash", "sha256",
             "--pbkdf-force-iterations", Iterations, "--key-file", pipe, folder.Disk]), cancellation);
        await FillAsync(diskMiB, cancellation);
    }

    /// <summary>Overwrites the header and every key slot. Needs no secret, and may be repeated.</summary>
    public void EraseSlots()
    {
        if (!File.Exists(folder.Disk)) return;
        try
        {
            using var file = new FileStream(folder.Disk, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Write(new byte[HeaderBytes]);
            file.Flush(flushToDisk: true);
        }
        catch (IOException failure)
        {
            throw new DeviceException(DeviceCodes.DiskEraseFailed, $"the key slots of `{folder.Vm}` were not overwritten", failure);
        }
    }

    /// <summary>Whether nothing of the header is left, read from the file.</summary>
    public bool SlotsErased()
    {
        if (!File.Exists(folder.Disk)) return true;
        using var file = new FileStream(folder.Disk, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        var read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        return !header.AsSpan(0, read).ContainsAnyExcept((byte)0);
    }

    /// <summary>Whether it is a LUKS container with a key slot in use, so that nothing opens it but its key; null if there is no disk.</summary>
    public bool? OpensWithKeyOnly()
    {
        if (!File.Exists(folder.Disk)) return null;
        using var file = new FileStream(folder.Disk, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[FirstSlot + KeySlots * SlotBytes];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE])) return false;
        return Enumerable.Range(0, KeySlots).Any(slot => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(FirstSlot + slot * SlotBytes)) == SlotInUse);
    }

    /// <summary>An empty qcow2 image is a few clusters of metadata: it is made beside the container and copied in.</summary>
    private async Task FillAsync(long diskMiB, CancellationToken cancellation)
    {
        var empty = Path.Combine(folder.Location, "empty.qcow2");
        await RunAsync("qemu-img", ["create", "-q", "-f", "qcow2", empty, $"{diskMiB}M"], cancellation);
        await WithSecretAsync(pipe => ("qemu-img",
            ["convert", "-n", "--object", $"secret,id=disk,file={QemuCommandLine.Escaped(pipe)}",
             "--image-opts", $"driver=raw,file.driver=file,file.filename={QemuCommandLine.Escaped(empty)}",
             "--target-image-opts", $"driver=luks,key-secret=disk,file.driver=file,file.filename={QemuCommandLine.Escaped(folder.Disk)}"]), cancellation);
        File.Delete(empty);
    }

    private Task WithSecretAsync(Func<string, (string Tool, string[] Arguments)> command, CancellationToken cancellation) =>
        SecretPipe.HandOverAsync(options.Pipes, vault, SecretName.Disk(folder.Vm), async (pipe, token) =>
        {
            var (tool, arguments) = command(pipe);
            await RunAsync(tool, arguments, token);
            return true;
        }, cancellation);

    private static async Task RunAsync(string tool, string[] arguments, CancellationToken cancellation)
    {
        var result = await Tool.RunAsync(tool, arguments, null, Limit, cancellation);
        if (!result.Ok) throw new DeviceException(DeviceCodes.DiskCreateFailed, $"{tool}: {result.Complaint}");
    }
}
