using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Device;

/// <summary>The newest envelope that was accepted, as it was signed.</summary>
public sealed record AcceptedEnvelope(long Version, string Jws, ImmutableArray<string> Documents);

/// <summary>The newest standing orders that were accepted, as they were signed.</summary>
public sealed record AcceptedOrders(long Version, string Jws);

/// <summary>A receipt that the server has not stored yet.</summary>
public sealed record UnsentReceipt(string OrderId, string Jws);

/// <summary>A receipt that is kept although the server has stored it: a server that was restored from a backup may have forgotten it.</summary>
public sealed record KeptReceipt(string OrderId, string Jws);

/// <summary>Everything that the agent must not forget.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Effective">Scope to setting to the last text that could be read: what an unreadable one falls back to.</param>
/// <param name="HighestTime">The latest time ever seen; the phone's clock may say 1970.</param>
/// <param name="LastContact">When the server was heard last.</param>
/// <param name="Wipes">Wipes under way.</param>
/// <param name="WipedEpochs">The highest wiped epoch of each slot.</param>
/// <param name="Provisioned">VMs whose making was completed, as <see cref="Ports.VmRef.ToString"/> writes them.</param>
/// <param name="Closed">Orders that were proved or refused, the oldest first.</param>
/// <param name="LocksAccepted">Standing lock orders that were acknowledged.</param>
/// <param name="Receipts">Receipts that the server has not stored yet, the oldest first.</param>
/// <param name="Leases">Which lease counts for each VM, as <see cref="Ports.VmRef.ToString"/> writes them; null in a journal from before it was kept.</param>
/// <param name="Consents">What the phone's user agreed to, at most one for each setting and VM; null in a journal from before it was kept.</param>
/// <param name="Kept">The newest receipts, stored or not, the oldest first; null in a journal from before they were kept.</param>
public sealed record DeviceRecord(
    int Format,
    PhoneIdentity? Identity,
    AcceptedEnvelope? Envelope,
    AcceptedOrders? Orders,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Effective,
    DateTimeOffset HighestTime,
    DateTimeOffset LastContact,
    ImmutableArray<WipeUnderway> Wipes,
    ImmutableSortedDictionary<string, long> WipedEpochs,
    ImmutableSortedSet<string> Provisioned,
    ImmutableArray<ClosedOrder> Closed,
    ImmutableArray<string> LocksAccepted,
    ImmutableArray<UnsentReceipt> Receipts,
    ImmutableArray<KeptReceipt>? Kept = null,
    ImmutableSortedDictionary<string, LeaseNotice>? Leases = null,
    ImmutableArray<Consent>? Consents = null)
{
    /// <summary>The only format there is.</summary>
    public const int CurrentFormat = 1;

    /// <summary>
    /// Closed orders that are remembered; then the oldest is forgotten. INVARIANT: forgetting one lets no order run twice, because
    /// <see cref="WipedEpochs"/> forgets nothing.
    /// </summary>
    public const int MaxClosed = 256;

    /// <summary>Receipts that wait for the server, and as many that are kept; then the oldest is given up.</summary>
    public const int MaxReceipts = 64;

    /// <summary>A phone that was never enrolled.</summary>
    public static DeviceRecord Empty { get; } = new(
        CurrentFormat, Identity: null, Envelope: null, Orders: null,
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal),
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, [],
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal), [], [], []);

    /// <summary>The newest version of which anything was accepted; 0 before the first.</summary>
    [JsonIgnore]
    public long AppliedVersion => Envelope?.Version ?? 0;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DeviceRecord))]
internal sealed partial class DeviceRecordJson : JsonSerializerContext;
