using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>The agent may die between any two system calls; whatever it left is finished, or undone and done anew.</summary>
[Collection(nameof(RealPhone))]
public sealed class CrashTests(QemuPhoneUnderTest phone)
{
    private static readonly VmHardware Small = new(112, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Tcti => $"swtpm:path={phone.TpmFolder}/sock";

    [Fact]
    public async Task A_start_cut_off_before_the_secret_was_handed_over_is_done_anew()
    {
        var vm = new VmRef("cut", 1);
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        var pipe = Path.Combine(phone.Partition, "run", "orphan");
        Posix.MakePipe(pipe);
        var folder = new VmFolder(phone.Options, vm);
        using var orphan = new QemuProcess(folder).Start([], QemuCommandLine.For(folder, Small, phone.Options with { Accelerator = "tcg" }, pipe));

        Assert.Equal(StartOutcome.Cold, await phone.Hypervisor.StartAsync(vm, Small, Cancellation));
        Assert.True(orphan.HasExited);
        File.Delete(pipe);
        await phone.Hypervisor.KillAsync(vm, Cancellation);
    }

    [Fact]
    public async Task A_process_without_a_folder_is_found_and_killed_by_a_wipe()
    {
        var vm = new VmRef("cut", 2);
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        await phone.Hypervisor.StartAsync(vm, Small, Cancellation);
        Directory.Delete(phone.VmFolder(vm), recursive: true);

        Assert.False((await phone.Hypervisor.ObserveWipeAsync(vm, Cancellation)).ProcessGone);
        await phone.Hypervisor.KillAsync(vm, Cancellation);
        await phone.Hypervisor.DestroySecretAsync(vm, Cancellation);
        Assert.True((await phone.Hypervisor.ObserveWipeAsync(vm, Cancellation)).Complete);
    }

    [Fact]
    public async Task A_secret_defined_but_never_written_counts_as_absent_and_is_made_anew()
    {
        var vm = new VmRef("cut", 3);
        await phone.Vault.CreateAsync(SecretName.Disk(vm), Cancellation);
        var index = $"0x{new SecretTable(Path.Combine(phone.Partition, "secrets.json")).Read()[$"{vm}/disk"]:x}";
        await QemuPhoneUnderTest.RunAsync("tpm2_nvundefine", "-T", Tcti, index, "-C", "o");
        await QemuPhoneUnderTest.RunAsync("tpm2_nvdefine", "-T", Tcti, index, "-C", "o", "-s", "64", "-a", "ownerread|ownerwrite|no_da");

        Assert.False(await phone.Vault.ExistsAsync(SecretName.Disk(vm), Cancellation));
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        Assert.True(await phone.Vault.ExistsAsync(SecretName.Disk(vm), Cancellation));
        await phone.Vault.DestroyAsync(SecretName.Disk(vm), Cancellation);
        await phone.Hypervisor.UnlinkAsync(vm, Cancellation);
    }

    [Fact]
    public async Task A_vm_half_made_is_shown_as_failed_and_completed_by_provisioning_again()
    {
        var vm = new VmRef("cut", 4);
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        File.Delete(Path.Combine(phone.VmFolder(vm), "provisioned.json"));

        Assert.Equal(VmState.Failed, (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == vm).State);
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        Assert.Equal(VmState.Stopped, (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == vm).State);
    }

    [Fact]
    public async Task Emulation_boots_a_guest_in_the_probe_and_kvm_is_chosen_only_where_it_does_too()
    {
        Assert.True(await AcceleratorProbe.BootsAsync(phone.Options.ImageFolder, "tcg", TimeSpan.FromMinutes(2), Cancellation));

        var chosen = await AcceleratorProbe.ChooseAsync(phone.Options.ImageFolder, TimeSpan.FromSeconds(20), Cancellation);

        TestContext.Current.SendDiagnosticMessage($"accelerator: {chosen.Name}, because {chosen.Reason}");
        var offered = AcceleratorProbe.OffersVirtualization(await File.ReadAllTextAsync("/proc/cpuinfo", Cancellation));
        Assert.True(chosen.Name == "tcg" || offered, chosen.Reason);
    }
}
