using System.Net;
using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>The words of the guest's line protocol: printable ASCII, arguments apart by one space, free text as base64.</summary>
internal static class GuestWords
{
    public static string Say(GuestRequest request) => request switch
    {
        GuestRequest.Ping => "ping",
        GuestRequest.SetClipboard clipboard => $"clip-set {Encoded(clipboard.Text, IGuestChannel.MaxClipboardBytes, "a clipboard text")}",
        GuestRequest.GetClipboard => "clip-get",
        GuestRequest.Offer item => $"flow-offer {Name(item.Kind)} {Encoded(item.Text, IGuestChannel.MaxItemBytes, "an offer")}",
        GuestRequest.GetOffer item => $"flow-get {Name(item.Kind)}",
        GuestRequest.Deliver item => $"flow-put {Name(item.Kind)} {Encoded(item.Text, IGuestChannel.MaxItemBytes, "a delivery")}",
        GuestRequest.GetDelivered item => $"flow-read {Name(item.Kind)}",
        GuestRequest.SetAutoLock autoLock => $"autolock-set {Math.Max(0, autoLock.Seconds)}",
        GuestRequest.GetAutoLock => "autolock-get",
        GuestRequest.WritePattern pattern => $"write-pattern {Word(pattern.Seed)} {pattern.KiB}",
        GuestRequest.HashData => "hash",
        GuestRequest.Connect target => $"net {Word($"{IPAddress.Parse(target.Host)}")} {target.Port}",
        GuestRequest.Send bulk => $"send {Word($"{IPAddress.Parse(bulk.Host)}")} {bulk.Port} {bulk.KiB}",
        GuestRequest.TakeMemory memory => $"memory {memory.MiB}",
        GuestRequest.CountCpus => "cpus",
        GuestRequest.Clock => "clock",
        GuestRequest.Spin spin => $"spin {spin.Seconds}",
        GuestRequest.CountUsb => "usb",
        GuestRequest.ListUsbClasses => "usb-classes",
        GuestRequest.ReadPeripheral peripheral => $"peripheral {Name(peripheral.Kind)}",
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    /// <summary>How long the guest may think.</summary>
    public static TimeSpan Limit(GuestRequest request) => request switch
    {
        GuestRequest.WritePattern or GuestRequest.HashData or GuestRequest.Send or GuestRequest.Spin or GuestRequest.TakeMemory => TimeSpan.FromSeconds(60),
        GuestRequest.GetAutoLock => TimeSpan.FromSeconds(2),
        GuestRequest.Ping => TimeSpan.FromSeconds(5),
        _ => TimeSpan.FromSeconds(10),
    };

    /// <summary>Reads "ok TEXT" or "error TEXT"; anything else is <c>guest/malformed</c>.</summary>
    public static GuestReply Understand(GuestRequest request, string untrusted)
    {
        var space = untrusted.IndexOf(' ', StringComparison.Ordinal);
        var (verdict, text) = space < 0 ? (untrusted, "") : (untrusted[..space], untrusted[(space + 1)..]);
        return verdict switch
        {
            "ok" => new GuestReply(true, request is GuestRequest.GetClipboard or GuestRequest.GetOffer or GuestRequest.GetDelivered ? Decoded(text) : text),
            "error" => new GuestReply(false, text),
            _ => throw new DeviceException(DeviceCodes.GuestMalformed, "the guest answered out of protocol"),
        };
    }

    /// <summary>A peripheral in one word, as its port is called in the guest.</summary>
    public static string Name(Peripheral kind) => kind switch
    {
        Peripheral.Camera => "camera",
        Peripheral.Microphone => "microphone",
        Peripheral.Location => "location",
        Peripheral.Sensors => "sensors",
        Peripheral.Nfc => "nfc",
        Peripheral.Bluetooth => "bluetooth",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Name(FlowKind kind) => kind switch
    {
        FlowKind.File => "file",
        FlowKind.Notification => "notification",
        FlowKind.Contact => "contact",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Encoded(string text, int maxBytes, string what) => Encoding.UTF8.GetByteCount(text) <= maxBytes
        ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text))
        : throw new DeviceException(DeviceCodes.GuestTooLong, $"{what} of more than {maxBytes} bytes");

    private static string Decoded(string untrusted)
    {
        var bytes = new byte[IGuestChannel.MaxLineBytes];
        return Convert.TryFromBase64String(untrusted, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new DeviceException(DeviceCodes.GuestMalformed, "what the guest shares is not base64");
    }

    /// <summary>One word, so that no argument can start another line.</summary>
    private static string Word(string text) => text.Length is > 0 and <= 64 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':' or '-')
        ? text : throw new DeviceException(DeviceCodes.GuestMalformed, $"`{text}` is not one word");
}
