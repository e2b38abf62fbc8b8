using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;
using Twofold.Device.Tests.Drivers;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>Someone who copied the phone's storage before a wipe, and looks through everything that is left after it.</summary>
internal sealed class PhoneThief(VirtualPhone phone) : IDisposable
{
    private readonly DirectoryInfo _booty = Directory.CreateTempSubdirectory("twofold-copy-");
    private readonly TpmVault _tpm = new($"swtpm:path={phone.Folder}/hardware/tpm/sock", phone.Partition);

    /// <summary>The copy of a VM's folder: ciphertext, headers, state. Holes stay holes.</summary>
    public async Task CopyAsync(VmRef vm)
    {
        await Built.RunAsync("bash", ["-c", "cd \"$1\" && tar --sparse --exclude='*.sock' -cf - . | tar --sparse -xf - -C \"$2\"", "copy", phone.Partition, _booty.FullName]);
        Assert.True(File.Exists(CopyOf(vm)), "the copy has the disk");
    }

    /// <summary>The secret of a VM's disk, read from the TPM as only its owner can, to know what to look for.</summary>
    public async Task<MaskedSecret> SecretOfAsync(VmRef vm)
    {
        var file = await KeyFileAsync(vm);
        var secret = MaskedSecret.Read(file);
        File.Delete(file);
        return secret;
    }

    /// <summary>How often the secret is found in the phone's files, in its TPM, in the agent and in the VMs that still run.</summary>
    public int Find(MaskedSecret secret, params int[] vms)
    {
        var searched = new[] { phone.AgentPid, phone.TpmPid }.Concat(vms).Select(pid => Search.InProcess(pid, secret)).ToArray();
        Assert.All(searched, each => Assert.True(each.Bytes > 100_000, "memory was read"));
        return searched.Sum(each => each.Found) + Search.InFolder(phone.Folder, secret);
    }

    /// <summary>Whether any key that the TPM still holds opens the copied disk.</summary>
    public async Task<bool> AnyKeyOpensTheCopyAsync(VmRef vm)
    {
        foreach (var name in await _tpm.ListAsync(CancellationToken.None))
        {
            var key = await KeyFileAsync(name.Vm);
            var (exit, output) = await Built.RunAsync(
                "cryptsetup", ["open", "--test-passphrase", "--type", "luks1", "--key-file", key, CopyOf(vm)], check: false);
            File.Delete(key);
            Assert.True(exit is 0 or 1 or 2, output);
            if (exit == 0) return true;
        }

        return false;
    }

    public void Dispose()
    {
        _tpm.Dispose();
        _booty.Delete(recursive: true);
    }

    private string CopyOf(VmRef vm) => Path.Combine(_booty.FullName, "vms", vm.ToString(), "disk.luks");

    private async Task<string> KeyFileAsync(VmRef vm)
    {
        var key = Path.Combine(_booty.FullName, $"{Guid.NewGuid():n}");
        await _tpm.FeedAsync(SecretName.Disk(vm), key, CancellationToken.None);
        return key;
    }
}
