using System.Collections.Immutable;

namespace Twofold.Fleet.Vms;

/// <summary>The VMs' rows in the index; a wipe is shown as long as its epoch is the present one.</summary>
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
    ])
    {
        Orders =
        [
            new(null, "phone_name"), new("state", "phone_name"), new("owner", "phone_name"), new("phone", "slot"),
            new("wipe", "wipe_at", Sparse: true),
        ],
        Facets = ["slot", "owner", "desired", "state", "wipe"],
    };

    public static ImmutableArray<IndexSchema> Tables { get; } = [Vms];

    public static ImmutableArray<IndexRow> Rows(VmState state) => state.Phone.Length == 0 ? [] : [Row(state)];

    private static IndexRow Row(VmState state)
    {
        var view = VmRules.View(state, default);
        var wipe = view.Wipe?.Epoch == view.Epoch ? view.Wipe : null;
        return new IndexRow("vms",
        [
            view.Phone, view.PhoneName, view.Slot, Word(view.Owner), view.Epoch, Word(view.Desired), Word(view.State),
            Word(wipe?.Step), wipe?.OrderId, wipe?.RequestedBy, wipe?.Times[wipe.Step],
        ]);
    }

    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}
