using System.Collections.Immutable;

namespace Twofold.Fleet.Vms;

/// <summary>The VMs' rows in the index; a wipe and a lock are shown as long as their epoch is the present one.</summary>
internal static class VmIndex
{
    private static readonly IndexSchema Vms = new("vms",
    [
        new("phone", IndexType.Text),
        new("phone_name", IndexType.Text, Searchable: true),
        new("slot", IndexType.Text),
        new("owner", IndexType.Text),
        new("epoch", IndexType.Integer),
        new("desired", IndexType.Text),
        new("state", IndexType.Text),
        new("wipe", IndexType.Text),
        new("wipe_order", IndexType.Text),
        new("wipe_requested_by", IndexType.Text),
        new("wipe_at", IndexType.Instant),
        new("lock", IndexType.Text),
    ])
    {
        Orders =
        [
            new(null, "phone_name"), new("state", "phone_name"), new("owner", "phone_name"), new("phone", "slot"),
            new("wipe", "wipe_at", Sparse: true), new("lock", "phone_name", Sparse: true),
        ],
        Facets = ["slot", "owner", "desired", "state", "wipe", "lock"],
    };

    private static readonly IndexSchema Orders = new("orders",
    [
        new("phone", IndexType.Text),
        new("phone_name", IndexType.Text, Searchable: true),
        new("slot", IndexType.Text),
        new("order_id", IndexType.Text, Searchable: true),
        new("kind", IndexType.Text),
        new("epoch", IndexType.Integer),
        new("step", IndexType.Text),
        new("step_at", IndexType.Instant),
        new("requested_by", IndexType.Text, Searchable: true),
        new("requested_at", IndexType.Instant),
        new("reason", IndexType.Text, Searchable: true),
    ])
    {
        Orders = [new(null, "requested_at"), new("step", "requested_at"), new("kind", "requested_at"), new("requested_by", "requested_at"), new("phone", "requested_at")],
        Facets = ["kind", "step"],
        RowsPerGrain = 16,
    };

    public static ImmutableArray<IndexSchema> Tables { get; } = [Vms, Orders];

    public static ImmutableArray<IndexRow> Rows(VmState state) =>
        state.Phone.Length == 0 ? [] : [Row(state), .. state.Wipes.Select(w => Wipe(state, w)), .. state.Locks.Select(l => Lock(state, l))];

    private static IndexRow Wipe(VmState state, WipeOrder wipe) => new("orders",
        [
            state.Phone, state.PhoneName, state.Slot, wipe.OrderId, "wipe", wipe.Epoch, Word(wipe.Step), wipe.Times.GetValueOrDefault(wipe.Step),
            wipe.RequestedBy, wipe.Times.Values.Min(), wipe.Reason,
        ],
        wipe.OrderId);

    private static IndexRow Lock(VmState state, LockOrder order) => new("orders",
        [
            state.Phone, state.PhoneName, state.Slot, order.OrderId, "lock", order.Epoch, Word(order.Step), order.Times.GetValueOrDefault(order.Step),
            order.RequestedBy, order.Times.Values.Min(), order.Reason,
        ],
        order.OrderId);

    private static IndexRow Row(VmState state)
    {
        var view = VmRules.View(state, default);
        var wipe = view.Wipe?.Epoch == view.Epoch ? view.Wipe : null;
        var locked = view.Lock?.Epoch == view.Epoch ? view.Lock : null;
        return new IndexRow("vms",
        [
            view.Phone, view.PhoneName, view.Slot, Word(view.Owner), view.Epoch, Word(view.Desired), Word(view.State),
            Word(wipe?.Step), wipe?.OrderId, wipe?.RequestedBy, wipe?.Times[wipe.Step], Word(locked?.Step),
        ]);
    }

    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}
