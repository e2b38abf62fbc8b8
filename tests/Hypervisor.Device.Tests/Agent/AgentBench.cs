using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>One phone whose agents come and go: hypervisor, journal file and server outlive them.</summary>
internal sealed class AgentBench : IDisposable
{
    private const int TurnsUntilRest = 60;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="real">A real hypervisor instead of the fake one.</param>
    public AgentBench((IHypervisor Driver, IGuestChannel Guests)? real = null)
    {
        Hypervisor = real is { } hardware ? new ProbedHypervisor(hardware.Driver, hardware.Guests) : new ProbedHypervisor();
        Server = new FakeServer(Time);
        DeviceJournal.Open(File).Change(record => record with
        {
            Identity = new PhoneIdentity(FakeServer.Phone, new Uri("https://localhost/"), "hardware-1", "none", "none", Server.Signer.Keys.Write()),
            HighestTime = Time.GetUtcNow(),
            LastContact = Time.GetUtcNow(),
        });
        Agent = NewAgent();
    }

    public static VmRef Work { get; } = new("work", 1);

    public static VmRef Personal { get; } = new("personal", 1);

    public ManualTime Time { get; } = new();

    public ProbedHypervisor Hypervisor { get; }

    public MemoryFile File { get; } = new();

    public FakeServer Server { get; }

    public PhoneAgent Agent { get; private set; }

    /// <summary>Whose each VM is.</summary>
    public static SlotTable Slots { get; } = new([new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation)]);

    /// <summary>The journal that the agent of now writes.</summary>
    public DeviceJournal Journal { get; private set; }

    public DeviceRecord Record => DeviceJournal.Open(File).Record;

    public PhoneReport LastReport => Server.Heard.OfType<PhoneFrame.Observed>().Last().Report;

    public VmState? WorkState => Hypervisor.See(Work)?.State;

    public JwsKeys PhoneKeys => JwsKeys.Of(FakeServer.Phone, _key);

    /// <summary>The agent is gone, as after kill -9; a new one starts from the same folder.</summary>
    public void Restart() => Agent = NewAgent();

    /// <summary>Turns until nothing is left to do now.</summary>
    public async Task RestAsync()
    {
        for (var turn = 0; turn < TurnsUntilRest; turn++)
        {
            if (!await Agent.TurnAsync(TestContext.Current.CancellationToken)) return;
        }

        Assert.Fail($"the agent did not come to rest; last calls: {string.Join(", ", Hypervisor.Calls.TakeLast(10))}");
    }

    public IEnumerable<WipeReceipt> Receipts() => Server.Heard.OfType<PhoneFrame.Receipt>()
        .Select(frame => Assert.IsType<JwsResult.Verified>(Jws.Verify(frame.Jws, JwsTypes.Receipt, PhoneKeys)))
        .Select(verified => Codec.ReadReceipt(verified.Payload.Span).Value!);

    public IEnumerable<PhoneFrame.OrderStatus> Answers() => Server.Heard.OfType<PhoneFrame.OrderStatus>();

    public static DeviceOrder Wipe(string id = "wipe-1", string slot = "work", long epoch = 1) => new(id, OrderKind.Wipe, slot, epoch);

    public static DeviceOrder Lock(string id = "lock-1", string slot = "work", long epoch = 1) => new(id, OrderKind.Lock, slot, epoch);

    public void Dispose()
    {
        Server.Dispose();
        _key.Dispose();
    }

    [MemberNotNull(nameof(Journal))]
    private PhoneAgent NewAgent()
    {
        Journal = DeviceJournal.Open(File);
        var parts = new AgentParts(
            Hypervisor, Hypervisor.Guests, Slots, Journal, _key, Server, new OrderLog(path: null, Time), AgentLog.None, Time);
        return new PhoneAgent(parts, new AgentOptions());
    }
}

/// <summary>A durable file in memory.</summary>
internal sealed class MemoryFile : IDurableFile
{
    private byte[]? _bytes;

    /// <summary>Called before and after each write; may throw, as a crash does.</summary>
    public Action<string>? Around { get; set; }

    public int Writes { get; private set; }

    public byte[]? Read() => _bytes;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Around?.Invoke("before write");
        _bytes = bytes.ToArray();
        Writes++;
        Around?.Invoke("after write");
    }
}
