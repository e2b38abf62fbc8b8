using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;
using NetworkMode = Twofold.Device.Ports.NetworkMode;

namespace Twofold.Device;

/// <summary>Turns an accepted envelope into what the reconciler works with.</summary>
/// <param name="Desired">Without orders, which are accepted on their own.</param>
/// <param name="Effective">Scope to setting to text, to be kept as the last good values.</param>
public sealed record DesiredReading(
    Desired Desired, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Effective)
{
    /// <summary>Scopes whose last good values are kept although the newest envelope does not bind them.</summary>
    public const int MaxUnbound = 8;

    /// <summary>Reads the envelope over the last good values.</summary>
    public static DesiredReading Of(
        ReadEnvelope envelope, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> lastGood)
    {
        var read = ReadEnvelope.ScopesOf(envelope.State).ToDictionary(
            named => named.Scope,
            named => EffectiveTexts.Of(envelope.Documents[named.Digest], lastGood.GetValueOrDefault(named.Scope)),
            StringComparer.Ordinal);
        var desired = new Desired(
            envelope.State.Version,
            [.. envelope.State.Vms.Select(vm => new WantedVm(vm.Slot, vm.Epoch, vm.Lifecycle, vm.Policy, Settings(read.GetValueOrDefault($"vm:{vm.Slot}"))))],
            read.TryGetValue("phone", out var phone) ? FlowRules.Of(setting => Get(setting, phone.Texts)) : FlowRules.Closed,
            [],
            [.. read.Values.SelectMany(texts => texts.Findings)]);
        return new DesiredReading(desired, Kept(lastGood, read).SetItems(read.Select(scope => KeyValuePair.Create(scope.Key, scope.Value.Texts))));
    }

    // A scope that is not bound any more is forgotten once there are too many; if it returns unreadable, the strictest holds.
    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Kept(
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> lastGood, Dictionary<string, EffectiveTexts> read) =>
        lastGood.RemoveRange(lastGood.Keys.Where(scope => !read.ContainsKey(scope)).Skip(MaxUnbound));

    /// <summary>What the journal holds, checked again: after a restart it is in force at once.</summary>
    public static Desired Restore(DeviceRecord record, EnvelopeAcceptor acceptor)
    {
        var desired = Desired.Nothing;
        if (record.Envelope is { } kept && acceptor.CheckEnvelope(kept.Jws, kept.Documents, newest: 0) is { IsRead: true } envelope)
            desired = Of(envelope.Value, record.Effective).Desired;
        return record.Orders is { } standing && acceptor.CheckOrders(standing.Jws, newest: 0) is { IsRead: true } orders
            ? desired with { Orders = orders.Value.Orders }
            : desired;
    }

    private static WorkSettings Settings(EffectiveTexts? document)
    {
        if (document is null) return WorkSettings.Closed;
        var texts = document.Texts;
        return new WorkSettings(
            new VmHardware(Get(VmMemory.Instance, texts), Get(VmVcpus.Instance, texts)),
            Network(Get(Policies.NetworkMode.Instance, texts)),
            Get(UsbPassthrough.Instance, texts) == UsbAccess.Allowed ? UsbKindSets.Of(Get(UsbClasses.Instance, texts)) : UsbKinds.None,
            (int)Get(ScreenAutoLock.Instance, texts).TotalSeconds,
            new Lease(Get(LeaseOfflineLock.Instance, texts), Get(LeaseOfflineWipe.Instance, texts)))
        {
            Peripherals = PeripheralSettings.Read(setting => texts[setting.Key]),
            Hours = Get(HoursAccess.Instance, texts),
            RemoteView = Get(ScreenRemoteView.Instance, texts),
            LeastHypervisor = Get(IntegrityHypervisor.Instance, texts),
            LeastControlPartition = Get(IntegrityControlPartition.Instance, texts),
            Limits = new VmLimits(
                Get(StorageThroughput.Instance, texts), Get(VmCpuShare.Instance, texts), Get(NetworkBandwidth.Instance, texts), Get(NetworkEgress.Instance, texts)),
        };
    }

    private static T Get<T>(Setting<T> setting, ImmutableSortedDictionary<string, string> texts)
        where T : notnull => setting.Parse(texts[setting.Key]) is { IsRead: true } read ? read.Value : setting.Strictest;

    private static NetworkMode Network(NetworkReach reach) => reach switch
    {
        NetworkReach.Internet => NetworkMode.Internet,
        NetworkReach.Restricted => NetworkMode.Restricted,
        _ => NetworkMode.None,
    };
}
