using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Twofold.Protocol.Tests.Frames;

/// <summary>One of everything that crosses the wire, always the same.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Phone = PhoneId.From("hardware-1");
    private static readonly string Policy = Digest.Of("policy"u8);

    public static JwsKeys Keys { get; } = MakeKeys();

    public static PhoneReport Report { get; } = new(
        7, Settled: true, At,
        [new("work", 1, GuestState.Running, Policy, Settings("vm.memory", "2048 MiB"), 1 << 20, Lock: null)],
        [new("personal", GuestState.Running, 1 << 21)],
        Settings("flow.clipboard", "none"),
        [new("policy/unknown-setting", "the setting `x.y` is not known", "work")]);

    public static PhoneEnvelope Envelope { get; } = new(
        1, Phone, At, new(7, Policy, [new("work", 1, Lifecycle.Running, Policy), new("lab", 3, Lifecycle.Suspended, Policy: null)]));

    public static OrdersEnvelope Orders { get; } = new(
        1, Phone, 7, At, [new("order-1", OrderKind.Wipe, "work", 1), new("order-2", OrderKind.Lock, "lab", 3)]);

    public static WipeReceipt Receipt { get; } = new(1, Phone, "order-1", "work", 1, ProcessGone: true, SecretGone: true, SlotsErased: true, FilesGone: true, At);

    public static EnrolRequest EnrolRequest { get; } = new(
        EnrolmentToken.From(new byte[10], new byte[32]).Text(), "csr", "hardware-1", [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)]);

    public static EnrolAnswer EnrolAnswer { get; } = new(
        Phone, "certificate", "root", ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("k1", "key"));

    public static ImmutableArray<PhoneFrame> PhoneFrames { get; } =
    [
        new PhoneFrame.Hello([1], "twofold-agent/1", "fake", "hardware-1", ["vm.memory", "network.mode"], 6, 8),
        new PhoneFrame.Received(7),
        new PhoneFrame.Observed(Report),
        new PhoneFrame.OrderStatus("order-1", Accepted: true, Code: null),
        new PhoneFrame.OrderStatus("order-1", Accepted: false, "order/stale-epoch"),
        new PhoneFrame.Receipt("a.b.c"),
        new PhoneFrame.Complaint("jws/bad-signature", "the signature is not one of the key `k1`", 7),
    ];

    public static ImmutableArray<ServerFrame> ServerFrames { get; } =
    [
        new ServerFrame.Welcome(1, At),
        new ServerFrame.Desired("a.b.c", "d.e.f", ["g.h.i"]),
        new ServerFrame.StandingOrders("d.e.f"),
        new ServerFrame.ReceiptStored("order-1"),
        new ServerFrame.Notices([new("work", "vm.memory", At, At.AddDays(3), WipeAt: null)]),
        new ServerFrame.Refused("frame/malformed", "this is not a message of the protocol"),
    ];

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(string key, string text) =>
        ImmutableSortedDictionary.Create<string, ObservedSetting>(StringComparer.Ordinal).Add(key, new(text, Claimed: false));

    private static JwsKeys MakeKeys()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return JwsKeys.Of("k1", key);
    }
}
