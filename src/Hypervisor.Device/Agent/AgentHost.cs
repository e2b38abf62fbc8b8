using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Where an agent runs.</summary>
/// <param name="Folder">The phone.</param>
/// <param name="Driver">Its hypervisor.</param>
/// <param name="Guests">The line to its guests.</param>
/// <param name="Log">Where the agent logs.</param>
/// <param name="Time">Tells the time.</param>
public sealed record AgentPlace(PhoneFolder Folder, IHypervisor Driver, IGuestChannel Guests, AgentLog Log, TimeProvider Time)
{
    /// <summary>Whether writes are synced to the disk; false only for simulated phones, whose disk proves nothing.</summary>
    public bool Sync { get; init; } = true;

    /// <summary>Stands between the agent and the dial, to pace or to disturb it; null is nothing.</summary>
    public Func<DialAsync, DialAsync>? AroundDial { get; init; }
}

/// <summary>The agent of an enrolled phone with its line to the server, put together from the phone's folder.</summary>
public sealed class AgentHost : IDisposable
{
    private readonly ECDsa _key;
    private readonly TlsDial _dial;
    private readonly PhoneAgent _agent;
    private readonly AgentParts _parts;

    private AgentHost(ECDsa key, TlsDial dial, AgentParts parts, AgentOptions options) =>
        (_key, _dial, _parts, _agent) = (key, dial, parts, new PhoneAgent(parts, options));

    /// <summary>Opens the phone.</summary>
    /// <exception cref="DeviceException"><c>enrolment/missing</c>, or the journal or the table of slots cannot be read.</exception>
    public static AgentHost Open(AgentPlace place, AgentOptions options)
    {
        var journal = DeviceJournal.Open(new DurableFile(place.Folder.Journal, place.Sync));
        if (journal.Record.Identity is null) throw new DeviceException("enrolment/missing", "this phone is not enrolled");
        var key = PhoneKey.Load(place.Folder.Key);
        var dial = new TlsDial(journal, key, place.Time);
        var link = new ServerLink(Around(place, dial.DialAsync), new Backoff(Random.Shared.NextDouble), place.Time);
        var parts = new AgentParts(
            place.Driver, place.Guests, SlotTable.Load(place.Folder.Slots), journal, key, link,
            new OrderLog(place.Folder.Orders, place.Time), place.Log, place.Time);
        return new AgentHost(key, dial, parts, options);
    }

    /// <summary>Runs until cancelled. The VMs run on.</summary>
    public Task RunAsync(CancellationToken cancellation) => _agent.RunAsync(cancellation);

    /// <summary>What the phone's own page is made from.</summary>
    internal LocalSources Local(Func<PhoneReport?> seen, Func<ImmutableArray<PhoneNotice>> notices) =>
        new(_parts.Journal, _parts.Slots, _parts.Orders, seen, notices, _parts.Time);

    /// <inheritdoc/>
    public void Dispose()
    {
        _dial.Dispose();
        _key.Dispose();
    }

    private static DialAsync Around(AgentPlace place, DialAsync dial) => place.AroundDial is { } around ? around(dial) : dial;
}
