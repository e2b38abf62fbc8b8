using Twofold.Device.Drivers.Fake;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The driver that a command line names, with everything it needs.</summary>
internal sealed class DriverChoice(IHypervisor hypervisor, IGuestChannel guests, IDisposable? vault) : IAsyncDisposable
{
    /// <summary>QEMU over QMP, secrets in the TPM.</summary>
    public const string Qemu = "qemu";

    /// <summary>Everything in memory.</summary>
    public const string Fake = "fake";

    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(10);
    private static readonly Accelerator StartsNothing = new("tcg", "no guest is started");

    public IHypervisor Hypervisor => hypervisor;

    public IGuestChannel Guests => guests;

    /// <summary>Opens a driver by name.</summary>
    /// <param name="imageFolder">Where the guest's kernel and initramfs are; not needed by a driver that starts nothing.</param>
    public static Task<DriverChoice> OpenAsync(string name, PhoneFolder folder, string imageFolder, CancellationToken cancellation) => name switch
    {
        Qemu => OpenQemuAsync(folder, imageFolder, cancellation),
        Fake => Task.FromResult(OpenFake()),
        _ => throw new DeviceException("arguments/bad", $"`{name}` is not a driver: `{Qemu}` or `{Fake}`"),
    };

    public async ValueTask DisposeAsync()
    {
        await hypervisor.DisposeAsync();
        (guests as IDisposable)?.Dispose();
        vault?.Dispose();
    }

    private static async Task<DriverChoice> OpenQemuAsync(PhoneFolder folder, string imageFolder, CancellationToken cancellation)
    {
        var vault = new TpmVault(folder.Tcti, folder.Partition);
        var accelerator = imageFolder.Length == 0 ? StartsNothing : await AcceleratorProbe.ChooseAsync(imageFolder, ProbeWithin, cancellation);
        var options = new QemuOptions(folder.Partition, folder.Hardware, imageFolder, accelerator.Name);
        var qemu = await QemuHypervisor.OpenAsync(options, vault, cancellation);
        return new DriverChoice(qemu, qemu.Guests, vault);
    }

    private static DriverChoice OpenFake()
    {
        var phone = new FakePhone();
        return new DriverChoice(new FakeHypervisor(phone), new FakeGuests(phone), vault: null);
    }
}
