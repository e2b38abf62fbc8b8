using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A guest that tries to use the phone's shared hardware, and can only while it is handed to it.</summary>
public abstract class PeripheralConformance(IPhoneUnderTest phone)
{
    private static readonly VmRef Work = new("work", 1);
    private static readonly VmHardware Small = new(112, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Peripheral.Camera)]
    [InlineData(Peripheral.Microphone)]
    [InlineData(Peripheral.Location)]
    [InlineData(Peripheral.Sensors)]
    [InlineData(Peripheral.Nfc)]
    [InlineData(Peripheral.Bluetooth)]
    public async Task A_guest_reads_a_peripheral_while_policy_allows_it_and_otherwise_finds_no_device(Peripheral kind)
    {
        await RunningAsync();
        foreach (var access in new[] { PeripheralAccess.Blocked, PeripheralAccess.Full, PeripheralAccess.Blocked, PeripheralAccess.Full })
        {
            await SetAsync(default(PeripheralSet).With(kind, access));
            await EventuallyAsync(access != PeripheralAccess.Blocked, () => ReadAsync(kind));
        }

        foreach (var other in PeripheralSet.Kinds.Where(other => other != kind)) Assert.Equal((false, "no device"), await ReadAsync(other));
    }

    [Theory]
    [InlineData(Peripheral.Location)]
    [InlineData(Peripheral.Bluetooth)]
    public async Task A_guest_that_may_know_less_of_a_peripheral_reads_the_lesser_feed_and_nothing_of_the_other(Peripheral kind)
    {
        await RunningAsync();
        await SetAsync(default(PeripheralSet).With(kind, PeripheralAccess.Full));
        var all = await EventuallyAsync(true, () => ReadAsync(kind));
        await SetAsync(default(PeripheralSet).With(kind, PeripheralAccess.Limited));
        var less = await EventuallyAsync(true, () => ReadAsync(kind), said => said.Contains("limited", StringComparison.Ordinal));

        Assert.DoesNotContain("limited", all, StringComparison.Ordinal);
        Assert.Equal((true, less), await ReadAsync(kind));
    }

    [Fact]
    public async Task A_guest_sees_usb_devices_of_the_allowed_classes_only()
    {
        await RunningAsync();
        foreach (var (allowed, classes) in new[]
        {
            (UsbKinds.Hid, "03"), (UsbKinds.All, "03 08"), (UsbKinds.Storage, "08"), (UsbKinds.Audio | UsbKinds.Printer, ""), (UsbKinds.None, ""),
        })
        {
            await phone.Hypervisor.SetUsbAsync(Work, allowed, Cancellation);
            await EventuallyAsync(true, () => AskAsync(new GuestRequest.ListUsbClasses()), said => said == classes);
            var sticks = classes.Contains("08", StringComparison.Ordinal) ? "1" : "0";
            await EventuallyAsync(true, () => AskAsync(new GuestRequest.CountUsb()), said => said == sticks);
            Assert.Equal(allowed & (UsbKinds.Hid | UsbKinds.Storage), (await ObservedAsync()).UsbKinds);
        }
    }

    [Fact]
    public async Task A_vm_that_goes_on_from_its_saved_memory_has_no_peripheral_until_it_is_handed_one_again()
    {
        await RunningAsync();
        await SetAsync(PeripheralSet.Everything);
        await EventuallyAsync(true, () => ReadAsync(Peripheral.Camera));
        await phone.Hypervisor.SuspendAsync(Work, Cancellation);

        Assert.Equal(StartOutcome.Restored, await phone.Hypervisor.StartAsync(Work, Small, Cancellation));
        Assert.Equal(default(PeripheralSet), (await ObservedAsync()).Peripherals);
        await EventuallyAsync(false, () => ReadAsync(Peripheral.Camera));
        await SetAsync(PeripheralSet.Everything);
        await EventuallyAsync(true, () => ReadAsync(Peripheral.Camera));
    }

    private async Task SetAsync(PeripheralSet allowed)
    {
        await phone.Hypervisor.SetPeripheralsAsync(Work, allowed, Cancellation);
        Assert.Equal(allowed, (await ObservedAsync()).Peripherals);
    }

    private Task<(bool Ok, string Said)> ReadAsync(Peripheral kind) => AskAsync(new GuestRequest.ReadPeripheral(kind));

    private async Task<(bool Ok, string Said)> AskAsync(GuestRequest request)
    {
        var reply = await phone.Guests.AskAsync(Work, request, Cancellation);
        return (reply.Ok, reply.UntrustedText);
    }

    // The guest's kernel takes note of what was plugged a moment later.
    private static async Task<string> EventuallyAsync(bool ok, Func<Task<(bool Ok, string Said)>> read, Predicate<string>? says = null)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var last = await read();
            if (last.Ok == ok && (says?.Invoke(last.Said) ?? last.Said.Length > 0)) return last.Said;
            Assert.True(waited.Elapsed < Patience, $"still {last}");
        }
    }

    private async Task<VmObservation> ObservedAsync() => (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == Work);

    private async Task RunningAsync()
    {
        await phone.Hypervisor.ProvisionAsync(Work, 16, Cancellation);
        await phone.Hypervisor.StartAsync(Work, Small, Cancellation);
        await phone.Hypervisor.ResumeAsync(Work, Cancellation);
        await Guest.AnswersAsync(phone.Guests, Work, Cancellation);
    }
}

public sealed class FakePeripherals(FakePhoneUnderTest phone) : PeripheralConformance(phone), IClassFixture<FakePhoneUnderTest>;

[Collection(nameof(RealPhone))]
public sealed class QemuPeripherals(QemuPhoneUnderTest phone) : PeripheralConformance(phone);
