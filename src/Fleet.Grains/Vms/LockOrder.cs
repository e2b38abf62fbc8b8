using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Vms;

/// <summary>How far a lock has come; each step is a fact.</summary>
public enum LockStep
{
    /// <summary>A person or a pipeline asked for it; the governor has not answered.</summary>
    Requested,

    /// <summary>The governor holds it for a second person.</summary>
    Held,

    /// <summary>The governor let it pass; it is in the phone's desired state.</summary>
    Released,

    /// <summary>The phone has stored it durably.</summary>
    Delivered,

    /// <summary>The phone obeys it.</summary>
    Acknowledged,

    /// <summary>The phone read back that the VM is closed because of a lock order.</summary>
    Locked,

    /// <summary>It was taken back and is out of the desired state; the phone has not stored that yet.</summary>
    Lifting,

    /// <summary>The phone has stored that it stands no longer.</summary>
    Lifted,

    /// <summary>The phone refused it.</summary>
    Refused,

    /// <summary>Taken back before the phone was known to have it.</summary>
    Cancelled,

    /// <summary>Rejected by a second person or by the governor.</summary>
    Rejected,

    /// <summary>The VM was wiped: there is nothing left to lock.</summary>
    Moot,
}

/// <summary>A lock and the time of each step it has reached.</summary>
/// <param name="By">Who approved or rejected it, or null.</param>
/// <param name="Why">The code of the phone's refusal or the reason of a rejection, or null.</param>
/// <param name="UnlockedBy">Who took it back, or null.</param>
/// <param name="HeldAt">The page of the hold where it waited, or null.</param>
public sealed record LockOrder(
    string OrderId,
    long Epoch,
    string Reason,
    string RequestedBy,
    LockStep Step,
    ImmutableSortedDictionary<LockStep, DateTimeOffset> Times,
    string? By = null,
    string? Why = null,
    string? UnlockedBy = null,
    string? HeldAt = null)
{
    /// <summary>Whether the phone is still to be locked by it.</summary>
    [JsonIgnore]
    public bool Stands => Step <= LockStep.Locked;
}
