using System.Collections.Immutable;

namespace Twofold.Fleet.Phones;

/// <summary>Why a phone is not trusted any more.</summary>
public enum PhoneBar
{
    /// <summary>Its certificate was revoked; it has to enrol again.</summary>
    Revoked,

    /// <summary>Its record was removed, and with it the certificate. What stood against the hardware stands.</summary>
    Removed,
}

/// <summary>How far a removal or a revocation has come.</summary>
public enum IntentStep
{
    /// <summary>A person or a pipeline asked for it; the governor has not answered.</summary>
    Requested,

    /// <summary>The governor holds it for a second person.</summary>
    Held,

    /// <summary>It happened.</summary>
    Done,

    /// <summary>Taken back before it happened.</summary>
    Cancelled,

    /// <summary>Rejected by a second person or by the governor.</summary>
    Rejected,
}

/// <summary>A removal of a phone or a revocation of its certificate, and the time of each step it has reached.</summary>
/// <param name="Bar">What it comes to.</param>
/// <param name="By">Who approved or rejected it, or null.</param>
/// <param name="Why">The reason of a rejection, or null.</param>
/// <param name="HeldAt">The page of the hold where it waits or waited, or null.</param>
public sealed record PhoneIntent(
    string OrderId,
    PhoneBar Bar,
    string Reason,
    string RequestedBy,
    IntentStep Step,
    ImmutableSortedDictionary<IntentStep, DateTimeOffset> Times,
    string? By = null,
    string? Why = null,
    string? HeldAt = null);
