using System.Net;
using System.Net.Sockets;
using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>What only a real hypervisor can show: the guest feels what was set.</summary>
[Collection(nameof(RealPhone))]
public sealed class QemuTests(QemuPhoneUnderTest phone)
{
    private const string Marker = "a-marker-that-is-in-the-guests-memory-only";
    private static readonly VmRef Work = new("work", 1);
    private static readonly VmHardware Small = new(112, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_that_could_connect_no_longer_can_once_the_network_is_restricted_or_gone()
    {
        // Where nobody may make a namespace, the guest is led to the phone's own loopback instead.
        await using var outside = await Outside.OpenAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await RunningAsync();
        var (host, port) = outside is null ? ("10.0.2.2", ((IPEndPoint)listener.LocalEndpoint).Port) : (outside.First, 8080);

        foreach (var (mode, expected) in new[]
        {
            (NetworkMode.None, "no"), (NetworkMode.Internet, "yes"), (NetworkMode.Restricted, "no"),
            (NetworkMode.Internet, "yes"), (NetworkMode.None, "no"),
        })
        {
            await phone.Hypervisor.SetNetworkAsync(Work, mode, Cancellation);
            Assert.Equal((mode, expected), (mode, await ConnectsAsync(host, port)));
        }
    }

    [Fact]
    public async Task A_guest_sees_the_stick_while_usb_is_allowed_and_not_after()
    {
        await RunningAsync();
        foreach (var (allowed, expected) in new[] { (true, "1"), (false, "0"), (true, "1"), (false, "0") })
        {
            await phone.Hypervisor.SetUsbAsync(Work, allowed ? UsbKinds.All : UsbKinds.None, Cancellation);
            await EventuallyAsync(expected, () => phone.Guests.AskAsync(Work, new GuestRequest.CountUsb()));
        }
    }

    [Fact]
    public async Task Saved_memory_holds_no_plaintext()
    {
        await RunningAsync();
        await phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard(Marker));
        await phone.Guests.AskAsync(Work, new GuestRequest.WritePattern("markedpattern", 64));
        await phone.Hypervisor.SuspendAsync(Work, Cancellation);

        var allocated = (await ObservedAsync()).StorageBytes;
        Assert.True(allocated > 20 << 20, $"{allocated} bytes are the saved memory");
        foreach (var plain in new[] { Marker, Convert.ToBase64String(Encoding.UTF8.GetBytes(Marker)), "twofold-markedpattern", "GenuineIntel", "Linux version" })
            Assert.Equal(("", 1), await CountedAsync(plain));
    }

    [Fact]
    public async Task Memory_saved_by_another_version_is_not_read_and_the_vm_boots_instead()
    {
        await RunningAsync();
        await phone.Hypervisor.SuspendAsync(Work, Cancellation);
        var ticket = Path.Combine(phone.VmFolder(Work), "suspended.json");
        await File.WriteAllTextAsync(ticket, (await File.ReadAllTextAsync(ticket)).Replace("\"qemuVersion\":\"", "\"qemuVersion\":\"0.", StringComparison.Ordinal));

        Assert.Equal(StartOutcome.ColdStateIncompatible, await phone.Hypervisor.StartAsync(Work, Small, Cancellation));
        Assert.False(File.Exists(ticket));
        await Guest.AnswersAsync(phone.Guests, Work, Cancellation);
    }

    [Fact]
    public async Task A_clipboard_of_the_largest_size_goes_in_and_out_and_a_larger_one_is_refused()
    {
        await RunningAsync();
        var text = string.Concat(Enumerable.Repeat("ä\n'\"$`", IGuestChannel.MaxClipboardBytes / 8));
        await phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard(text));

        Assert.Equal(text, await phone.Guests.AskAsync(Work, new GuestRequest.GetClipboard()));
        var refused = await Assert.ThrowsAsync<DeviceException>(
            () => phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard(new string('x', IGuestChannel.MaxClipboardBytes + 1)), Cancellation));
        Assert.Equal(DeviceCodes.GuestTooLong, refused.Code);
    }

    [Fact]
    public async Task No_command_line_and_no_environment_of_a_running_vm_holds_its_secret()
    {
        await RunningAsync();
        var key = Path.Combine(phone.Location, "key");
        await phone.Vault.FeedAsync(SecretName.Disk(Work), key, Cancellation);
        var secret = MaskedSecret.Read(key);
        File.Delete(key);
        var pid = phone.QemuPid(Work);

        Assert.Equal(0, secret.CountIn(await File.ReadAllBytesAsync($"/proc/{pid}/cmdline", Cancellation)));
        Assert.Equal(0, secret.CountIn(await File.ReadAllBytesAsync($"/proc/{pid}/environ", Cancellation)));
        Assert.Equal(0, Search.InProcess(Environment.ProcessId, secret).Found);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(phone.Partition, "run")));
    }

    private async Task RunningAsync()
    {
        await phone.Hypervisor.ProvisionAsync(Work, 16, Cancellation);
        await phone.Hypervisor.StartAsync(Work, Small, Cancellation);
        await phone.Hypervisor.ResumeAsync(Work, Cancellation);
        await Guest.AnswersAsync(phone.Guests, Work, Cancellation);
    }

    private async Task<VmObservation> ObservedAsync() => (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == Work);

    private Task<string> ConnectsAsync(string host, int port) => phone.Guests.AskAsync(Work, new GuestRequest.Connect(host, port));

    /// <summary>grep's own verdict: exit code 1 and no words, for a text that is nowhere in the disk.</summary>
    private async Task<(string Output, int ExitCode)> CountedAsync(string plain)
    {
        var (exit, output) = await QemuPhoneUnderTest.RunAsync("grep", "-l", "-a", "-F", "-e", plain, Path.Combine(phone.VmFolder(Work), "disk.luks"));
        return (output, exit);
    }

    private static async Task EventuallyAsync(string expected, Func<Task<string>> read)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (await read() is var last && last != expected)
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"expected {expected}, still {last}");
    }
}
