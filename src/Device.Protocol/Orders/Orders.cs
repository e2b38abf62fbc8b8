using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>The kinds of standing order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderKind>))]
public enum OrderKind
{
    /// <summary>Kill the VM, destroy its secret, erase the key slots, unlink, sign a receipt.</summary>
    Wipe,

    /// <summary>Suspend to an encrypted file and end the process until the order stands no longer.</summary>
    Lock,
}

/// <summary>A standing order. It names an epoch: it never runs twice, and never on a VM made after it.</summary>
public sealed record DeviceOrder(string OrderId, OrderKind Kind, string Slot, long Epoch);

/// <summary>
/// The standing orders of one phone, signed as a JWS of type <see cref="JwsTypes.Orders"/>. FROZEN: format 1 is parsed by every agent
/// there will ever be, alone, even if everything else is unreadable.
/// </summary>
/// <param name="Format">Always 1.</param>
/// <param name="Version">The version of the desired state it belongs to; an older one than the newest seen is refused.</param>
public sealed record OrdersEnvelope(int Format, string Phone, long Version, DateTimeOffset IssuedAt, ImmutableArray<DeviceOrder> Orders)
{
    /// <summary>At most this many orders stand on one phone.</summary>
    public const int MaxOrders = 32;
}

/// <summary>What the phone saw after a wipe, signed with its own key as a JWS of type <see cref="JwsTypes.Receipt"/>.</summary>
/// <param name="Format">Always 1.</param>
/// <param name="ProcessGone">No process of the VM is left.</param>
/// <param name="SecretGone">The vault no longer knows the VM's secrets.</param>
/// <param name="SlotsErased">The key slots were overwritten (or the file was already gone).</param>
/// <param name="FilesGone">Nothing of the VM is left in the file system.</param>
public sealed record WipeReceipt(
    int Format, string Phone, string OrderId, string Slot, long Epoch, bool ProcessGone, bool SecretGone, bool SlotsErased, bool FilesGone, DateTimeOffset At)
{
    /// <summary>How the ids begin under which a phone wipes by itself because its lease ran out; no order from the server has such an id.</summary>
    public const string LeasePrefix = "lease.";

    /// <summary>Whether the phone wiped by itself because its lease ran out.</summary>
    [JsonIgnore]
    public bool ByLease => OrderId.StartsWith(LeasePrefix, StringComparison.Ordinal);

    /// <summary>Whether everything a wipe promises was observed.</summary>
    [JsonIgnore]
    public bool Complete => ProcessGone && SecretGone && SlotsErased && FilesGone;
}
