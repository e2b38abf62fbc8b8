using System.Collections.Immutable;

namespace Twofold.Fleet.Governors;

/// <summary>An order that waits for a second person.</summary>
public sealed record Hold(string OrderId, GrainId From, string Subject, int Vms, [property: PersonName] string RequestedBy, string Reason, DateTimeOffset Since);

/// <summary>The governor as readers see it.</summary>
/// <param name="VmsPerHour">The budget.</param>
/// <param name="SpentThisHour">VMs put at risk within the last 60 minutes.</param>
/// <param name="Holds">What waits, oldest first; at most <see cref="MaxHolds"/>.</param>
public sealed record GovernorView(int VmsPerHour, int SpentThisHour, ImmutableArray<Hold> Holds)
{
    /// <summary>How many orders may wait; a further one is rejected with <c>governor/too-many-held</c>.</summary>
    public const int MaxHolds = 1000;
}
