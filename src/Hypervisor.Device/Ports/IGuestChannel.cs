namespace Twofold.Device.Ports;

/// <summary>The line to the small agent inside a guest. Everything that comes back is untrusted.</summary>
public interface IGuestChannel
{
    /// <summary>The longest line either side may say, in bytes.</summary>
    const int MaxLineBytes = 64 * 1024;

    /// <summary>The longest clipboard text, in UTF-8 bytes: it travels as base64 in one line.</summary>
    const int MaxClipboardBytes = 32 * 1024;

    /// <summary>The longest thing that is offered for sharing, in UTF-8 bytes: a file of 32 KiB with its name, as base64 in base64 in one line.</summary>
    const int MaxItemBytes = 46 * 1024;

    /// <summary>Asks, and waits for the one line that answers, up to the request's own bound.</summary>
    /// <exception cref="DeviceException"><c>guest/closed</c>, <c>guest/timeout</c>, <c>guest/malformed</c>, <c>guest/too-long</c>, <c>vm/not-found</c></exception>
    Task<GuestReply> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation);
}

/// <summary>What the control partition may ask of a guest.</summary>
public abstract record GuestRequest
{
    private GuestRequest() { }

    /// <summary>Whether the guest's agent lives; the reply is "pong".</summary>
    public sealed record Ping : GuestRequest;

    /// <summary>Puts a text on the guest's clipboard.</summary>
    /// <param name="Text">At most <see cref="IGuestChannel.MaxClipboardBytes"/> in UTF-8.</param>
    public sealed record SetClipboard(string Text) : GuestRequest;

    /// <summary>Reads the guest's clipboard.</summary>
    public sealed record GetClipboard : GuestRequest;

    /// <summary>Does what the guest's user does to offer something for sharing; it replaces what was offered before.</summary>
    /// <param name="Kind">Anything but the clipboard, which has requests of its own.</param>
    /// <param name="Text">At most <see cref="IGuestChannel.MaxItemBytes"/> in UTF-8. A file is its name, a line feed, and its bytes as base64.</param>
    public sealed record Offer(FlowKind Kind, string Text) : GuestRequest;

    /// <summary>Reads what the guest offers; empty is nothing.</summary>
    /// <param name="Kind">Anything but the clipboard.</param>
    public sealed record GetOffer(FlowKind Kind) : GuestRequest;

    /// <summary>Hands the guest what another one offered.</summary>
    /// <param name="Kind">Anything but the clipboard.</param>
    /// <param name="Text">At most <see cref="IGuestChannel.MaxItemBytes"/> in UTF-8.</param>
    public sealed record Deliver(FlowKind Kind, string Text) : GuestRequest;

    /// <summary>Reads what the guest was handed last; empty is nothing.</summary>
    /// <param name="Kind">Anything but the clipboard.</param>
    public sealed record GetDelivered(FlowKind Kind) : GuestRequest;

    /// <summary>Sets the idle time after which the guest locks its screen.</summary>
    /// <param name="Seconds">0 is never.</param>
    public sealed record SetAutoLock(int Seconds) : GuestRequest;

    /// <summary>Reads that idle time, in seconds.</summary>
    public sealed record GetAutoLock : GuestRequest;

    /// <summary>Fills a file on the guest's disk with a reproducible pattern, and syncs it.</summary>
    /// <param name="Seed">Letters and digits.</param>
    /// <param name="KiB">How much.</param>
    public sealed record WritePattern(string Seed, int KiB) : GuestRequest;

    /// <summary>The SHA-256 over the data on the guest's disk, in hex.</summary>
    public sealed record HashData : GuestRequest;

    /// <summary>Whether a TCP connection from the guest succeeds: "yes" or "no".</summary>
    /// <param name="Host">An IPv4 address.</param>
    /// <param name="Port">1 to 65535.</param>
    public sealed record Connect(string Host, int Port) : GuestRequest;

    /// <summary>Sends so much over a TCP connection; "yes" when all of it went out, else "no".</summary>
    /// <param name="Host">An IPv4 address.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <param name="KiB">How much.</param>
    public sealed record Send(string Host, int Port, int KiB) : GuestRequest;

    /// <summary>How long the guest runs by its own clock, in hundredths of a second.</summary>
    public sealed record Clock : GuestRequest;

    /// <summary>Keeps one of the guest's processors busy.</summary>
    /// <param name="Seconds">For how long.</param>
    public sealed record Spin(int Seconds) : GuestRequest;

    /// <summary>Whether the guest can take so much memory: "yes" or "no".</summary>
    /// <param name="MiB">How much.</param>
    public sealed record TakeMemory(int MiB) : GuestRequest;

    /// <summary>How many processors the guest can use, with all switched on that it knows of.</summary>
    public sealed record CountCpus : GuestRequest;

    /// <summary>How many USB block devices the guest sees.</summary>
    public sealed record CountUsb : GuestRequest;

    /// <summary>Which classes of USB interfaces the guest sees beside hubs: "03 08", in hexadecimal and in order.</summary>
    public sealed record ListUsbClasses : GuestRequest;

    /// <summary>Reads a line from a peripheral; refused where the guest finds no device.</summary>
    public sealed record ReadPeripheral(Peripheral Kind) : GuestRequest;
}

/// <summary>What a guest said.</summary>
/// <param name="Ok">Whether it says that it did as asked.</param>
/// <param name="UntrustedText">Its words; at most <see cref="IGuestChannel.MaxLineBytes"/>.</param>
public sealed record GuestReply(bool Ok, string UntrustedText);
