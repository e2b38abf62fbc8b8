using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>
/// Work VMs whose phones are out of contact and may never return, one row each. A phone in contact has none, and a VM whose wipe is proved
/// has none.
/// </summary>
internal static class ExposureIndex
{
    /// <summary>Stands for the instant of an exposure without end, so that it sorts as the longest.</summary>
    public static readonly DateTimeOffset NoEnd = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IndexSchema Schema { get; } = new("exposures",
    [
        new("phone_name", IndexType.Text, Searchable: true),
        new("slot", IndexType.Text),
        new("epoch", IndexType.Integer),
        new("exposure", IndexType.Text),
        new("readable_until", IndexType.Instant),
        new("silent_since", IndexType.Instant),
        new("standing", IndexType.Text),
        new("wipe", IndexType.Text),
    ])
    {
        Orders = [new(null, "readable_until"), new("exposure", "readable_until"), new(null, "silent_since")],
        Facets = ["exposure", "standing"],
        RowsPerGrain = Naming.MaxSlots,
    };

    // By facts alone: a lease that has ended is one as soon as the sweep has made a fact of it.
    public static ImmutableArray<IndexRow> Rows(PhoneState state) => state.InContact ? [] :
    [
        .. PhoneLeases.Exposures(state, DateTimeOffset.MinValue)
            .Where(e => e.Readable is Readable.Until or Readable.Unbounded)
            .Select(e => Row(state, e)),
    ];

    private static IndexRow Row(PhoneState state, Exposure exposure) => new(
        Schema.Table,
        [
            state.Enrolment.Name, exposure.Slot, exposure.Epoch, Kind(state, exposure), exposure.At ?? NoEnd, state.ContactUntil, Standing(state),
            state.Orders.LastOrDefault(o => o.Order.Kind == OrderKind.Wipe && o.Order.Slot == exposure.Slot)?.Progress.ToString().ToLowerInvariant(),
        ],
        exposure.Slot);

    private static string Kind(PhoneState state, Exposure exposure) =>
        exposure.Readable == Readable.Unbounded ? "unbounded"
        : state.Ended.GetValueOrDefault(exposure.Slot)?.Epoch == exposure.Epoch ? "no-longer"
        : "until";

    private static string Standing(PhoneState state) => state switch
    {
        { Barred: PhoneBar.Removed } => "removed",
        { Barred: PhoneBar.Revoked } => "revoked",
        { ConflictVersion: not null } => "conflict",
        _ => "enrolled",
    };
}
