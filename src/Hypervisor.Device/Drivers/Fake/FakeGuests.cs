using System.Security.Cryptography;
using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Fake;

/// <summary>The guests of a <see cref="FakePhone"/>.</summary>
public sealed class FakeGuests(FakePhone phone) : IGuestChannel
{
    private static readonly (string Class, UsbKinds Kind)[] Classes = [("03", UsbKinds.Hid), ("08", UsbKinds.Storage)];

    /// <inheritdoc/>
    public Task<GuestReply> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
    {
        try
        {
            lock (phone.Gate) return Task.FromResult(Answer(Listening(vm), request));
        }
        catch (DeviceException failed)
        {
            return Task.FromException<GuestReply>(failed);
        }
    }

    private FakeVm Listening(VmRef vm) => phone.Vms.GetValueOrDefault(vm) switch
    {
        null => throw FakePhone.NotFound(vm),
        { Process: false } => throw new DeviceException(DeviceCodes.GuestClosed, "the guest's line is closed"),
        { Paused: true } => throw new DeviceException(DeviceCodes.GuestTimeout, "the guest does not answer"),
        var it => it,
    };

    private static GuestReply Answer(FakeVm vm, GuestRequest request) => request switch
    {
        GuestRequest.Ping => new(true, "pong"),
        GuestRequest.SetClipboard clipboard => Do(() => vm.Clipboard = Bounded(clipboard.Text, IGuestChannel.MaxClipboardBytes, "a clipboard text")),
        GuestRequest.GetClipboard => new(true, vm.Clipboard),
        GuestRequest.Offer item => Do(() => vm.Offered[item.Kind] = Bounded(item.Text, IGuestChannel.MaxItemBytes, "an offer")),
        GuestRequest.GetOffer item => new(true, vm.Offered.GetValueOrDefault(item.Kind, "")),
        GuestRequest.Deliver item => Do(() => vm.Delivered[item.Kind] = Bounded(item.Text, IGuestChannel.MaxItemBytes, "a delivery")),
        GuestRequest.GetDelivered item => new(true, vm.Delivered.GetValueOrDefault(item.Kind, "")),
        GuestRequest.SetAutoLock autoLock => Do(() => vm.AutoLockSeconds = autoLock.Seconds),
        GuestRequest.GetAutoLock => new(true, $"{vm.AutoLockSeconds}"),
        GuestRequest.WritePattern pattern => Do(() => vm.Patterns[pattern.Seed] = pattern.KiB),
        GuestRequest.HashData => new(true, Hash(vm)),
        GuestRequest.CountUsb => new(true, vm.Usb.HasFlag(UsbKinds.Storage) ? "1" : "0"),
        GuestRequest.ListUsbClasses => new(true, string.Join(' ', Classes.Where(known => vm.Usb.HasFlag(known.Kind)).Select(known => known.Class))),
        GuestRequest.ReadPeripheral peripheral => vm.Peripherals[peripheral.Kind] switch
        {
            PeripheralAccess.Blocked => new(false, "no device"),
            PeripheralAccess.Limited => new(true, $"{peripheral.Kind} limited".ToLowerInvariant()),
            _ => new(true, $"{peripheral.Kind} full".ToLowerInvariant()),
        },
        GuestRequest.Connect or GuestRequest.Send => new(true, vm.Network == NetworkMode.Internet ? "yes" : "no"),
        GuestRequest.TakeMemory memory => new(true, memory.MiB < vm.Hardware.MemoryMiB ? "yes" : "no"),
        GuestRequest.CountCpus => new(true, $"{vm.Hardware.VCpus}"),
        GuestRequest.Clock => new(true, $"{Environment.TickCount64 / 10}"),
        GuestRequest.Spin => new(true, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private static GuestReply Do(Action change)
    {
        change();
        return new(true, "");
    }

    private static string Hash(FakeVm vm) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', vm.Patterns.OrderBy(pattern => pattern.Key, StringComparer.Ordinal)))));

    private static string Bounded(string text, int maxBytes, string what) => Encoding.UTF8.GetByteCount(text) <= maxBytes
        ? text : throw new DeviceException(DeviceCodes.GuestTooLong, $"{what} of more than {maxBytes} bytes");
}
