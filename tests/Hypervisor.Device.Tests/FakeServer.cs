using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Threading.Channels;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device.Tests;

/// <summary>The other end of the line: signs what it sends, keeps what it hears, and can hang up.</summary>
internal sealed class FakeServer : IServerLink, IDisposable
{
    public const string Phone = "0123456789abcdef0123";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Channel<LinkEvent> _events = Channel.CreateUnbounded<LinkEvent>();
    private readonly TimeProvider _time;
    private bool _open;

    public FakeServer(TimeProvider time)
    {
        _time = time;
        Signer = new JwsSigner("server-1", _key);
    }

    public JwsSigner Signer { get; }

    public List<PhoneFrame> Heard { get; } = [];

    public ChannelReader<LinkEvent> Events => _events.Reader;

    public Task RunAsync(Func<PhoneFrame.Hello> hello, CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    public void Send(PhoneFrame frame)
    {
        if (_open) Heard.Add(frame);
    }

    public void Connect(DateTimeOffset? says = null)
    {
        _open = true;
        Happen(new LinkEvent.Up(new ServerFrame.Welcome(1, says ?? _time.GetUtcNow())));
    }

    public void HangUp()
    {
        _open = false;
        Happen(new LinkEvent.Down("channel/closed"));
    }

    public void Happen(LinkEvent happened) => _events.Writer.TryWrite(happened);

    public void Say(ServerFrame frame) => Happen(new LinkEvent.Said(frame));

    /// <summary>Says these bytes, whatever they are.</summary>
    public void Say(byte[] frame) => Happen(ServerLink.Read(frame));

    public void Want(long version, Lifecycle lifecycle, long epoch = 1, params DeviceOrder[] orders) =>
        Say(Frame(version, [new DesiredVm("work", epoch, lifecycle, Digest(Work()))], [.. orders], [Work(), PhoneWide()]));

    public ServerFrame.Desired Frame(
        long version, ImmutableArray<DesiredVm> vms, ImmutableArray<DeviceOrder> orders, ImmutableArray<PolicyPayload> documents, string phone = Phone) => new(
        Signer.Sign(JwsTypes.Phone, Codec.Write(new PhoneEnvelope(
            1, phone, _time.GetUtcNow(), new DesiredState(version, documents.FirstOrDefault(document => document.Scope.Slot is null)?.Digest, vms)))),
        SignedOrders(version, orders, phone),
        [.. documents.Select(document => Signer.Sign(JwsTypes.Policy, document.Bytes.Span))]);

    public string SignedOrders(long version, ImmutableArray<DeviceOrder> orders, string phone = Phone) =>
        Signer.Sign(JwsTypes.Orders, Codec.Write(new OrdersEnvelope(1, phone, version, _time.GetUtcNow(), orders)));

    public static PolicyPayload Work(params (string Key, string Text)[] values) => Document("vm:work", values.Length > 0 ? values :
    [
        ("network.mode", "internet"), ("usb.passthrough", "blocked"), ("screen.auto-lock", "5m"), ("vm.memory", "256MiB"), ("vm.vcpus", "1"),
        ("lease.offline-lock", "1h"), ("lease.offline-wipe", "1d"),
    ]);

    public static PolicyPayload PhoneWide(string clipboard = "both") => Document("phone", ("clipboard.direction", clipboard));

    public static PolicyPayload Document(string scope, params (string Key, string Text)[] values) =>
        PolicyPayload.Of(PolicyScope.Parse(scope).Value, values.Select(value => KeyValuePair.Create(value.Key, value.Text)));

    public void Dispose() => _key.Dispose();

    private static string Digest(PolicyPayload document) => document.Digest;
}
