using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>The wipe is a wipe: nothing that is left opens what was copied before it.</summary>
[Collection(nameof(RealPhone))]
public sealed class DiskWipeTests(QemuPhoneUnderTest phone) : IDisposable
{
    private static readonly VmHardware Small = new(112, 1);
    private static readonly VmRef Personal = new("personal", 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Elsewhere { get; } = Directory.CreateTempSubdirectory("twofold-copy-").FullName;

    public void Dispose() => Directory.Delete(Elsewhere, recursive: true);

    [Fact]
    public async Task After_a_wipe_nothing_left_holds_the_secret_and_no_key_found_opens_the_copy()
    {
        var work = new VmRef("wiped", 1);
        await RunningAsync(Personal);
        await RunningAsync(work);
        await phone.Guests.AskAsync(Personal, new GuestRequest.WritePattern("private", 256));
        var personalData = await phone.Guests.AskAsync(Personal, new GuestRequest.HashData());
        var secret = await SecretOfAsync(work);
        Assert.True(FoundBesidesThisProcess(secret, work) > 0, "the search finds the secret while it is there");
        await CopyAsync(work);

        await WipeAsync(work, destroy: true);

        Assert.True((await phone.Hypervisor.ObserveWipeAsync(work, Cancellation)).Complete);
        Assert.Equal(0, FoundBesidesThisProcess(secret, null));
        Assert.Equal(0, Search.InProcess(Environment.ProcessId, secret).Found);
        Assert.False(await AnyKeyLeftOpensTheCopyAsync(work));
        Assert.Equal(personalData, await phone.Guests.AskAsync(Personal, new GuestRequest.HashData()));
    }

    [Fact]
    public async Task The_same_procedure_without_the_destroying_step_does_open_the_copy()
    {
        var work = new VmRef("wiped", 2);
        await phone.Hypervisor.ProvisionAsync(work, 16, Cancellation);
        var secret = await SecretOfAsync(work);
        await CopyAsync(work);

        await WipeAsync(work, destroy: false);

        Assert.True(FoundBesidesThisProcess(secret, null) > 0);
        Assert.True(await AnyKeyLeftOpensTheCopyAsync(work));
        await phone.Hypervisor.DestroySecretAsync(work, Cancellation);
        Assert.Equal(0, FoundBesidesThisProcess(secret, null));
        Assert.False(await AnyKeyLeftOpensTheCopyAsync(work));
    }

    [Fact]
    public async Task The_key_slots_of_the_disk_itself_are_gone_even_for_who_has_the_secret()
    {
        var work = new VmRef("wiped", 3);
        await phone.Hypervisor.ProvisionAsync(work, 16, Cancellation);
        var disk = Path.Combine(phone.VmFolder(work), "disk.luks");
        Assert.True(await OpensAsync(disk, work));

        await phone.Hypervisor.EraseSlotsAsync(work, Cancellation);

        Assert.False(await OpensAsync(disk, work));
        await WipeAsync(work, destroy: true);
    }

    private async Task WipeAsync(VmRef vm, bool destroy)
    {
        await phone.Hypervisor.KillAsync(vm, Cancellation);
        if (destroy) await phone.Hypervisor.DestroySecretAsync(vm, Cancellation);
        await phone.Hypervisor.EraseSlotsAsync(vm, Cancellation);
        await phone.Hypervisor.UnlinkAsync(vm, Cancellation);
    }

    private async Task RunningAsync(VmRef vm)
    {
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        await phone.Hypervisor.StartAsync(vm, Small, Cancellation);
        await Guest.AnswersAsync(phone.Guests, vm, Cancellation);
    }

    /// <summary>What a thief of the flash memory has: ciphertext and headers. A TPM is not copied with it.</summary>
    private async Task CopyAsync(VmRef vm)
    {
        var (exit, output) = await QemuPhoneUnderTest.RunAsync("cp", "--sparse=always", "-r", phone.VmFolder(vm), Elsewhere);
        Assert.True(exit == 0 || output.Contains(".sock", StringComparison.Ordinal), output);
    }

    private async Task<MaskedSecret> SecretOfAsync(VmRef vm)
    {
        var file = await KeyFileAsync(vm);
        var secret = MaskedSecret.Read(file);
        File.Delete(file);
        return secret;
    }

    /// <summary>Whatever is left on the phone: its files, its TPM, the VMs that still run.</summary>
    private int FoundBesidesThisProcess(MaskedSecret secret, VmRef? running)
    {
        var processes = new List<int> { phone.TpmPid() };
        if (Directory.Exists(phone.VmFolder(Personal))) processes.Add(phone.QemuPid(Personal));
        if (running is not null) processes.Add(phone.QemuPid(running));
        var searched = processes.Select(pid => Search.InProcess(pid, secret)).ToArray();
        Assert.All(searched, each => Assert.True(each.Bytes > 100_000));
        return searched.Sum(each => each.Found) + Search.InFolder(phone.Location, secret);
    }

    private async Task<bool> AnyKeyLeftOpensTheCopyAsync(VmRef copied)
    {
        foreach (var name in await phone.Vault.ListAsync(Cancellation))
            if (await OpensAsync(Path.Combine(Elsewhere, copied.ToString(), "disk.luks"), name.Vm)) return true;
        return false;
    }

    private async Task<bool> OpensAsync(string disk, VmRef keyOf)
    {
        var key = await KeyFileAsync(keyOf);
        var (exit, output) = await QemuPhoneUnderTest.RunAsync("cryptsetup", "open", "--test-passphrase", "--type", "luks1", "--key-file", key, disk);
        File.Delete(key);
        Assert.True(exit is 0 or 1 or 2, output);
        return exit == 0;
    }

    private async Task<string> KeyFileAsync(VmRef vm)
    {
        var key = Path.Combine(Elsewhere, $"{Guid.NewGuid():n}");
        await phone.Vault.FeedAsync(SecretName.Disk(vm), key, Cancellation);
        return key;
    }
}
