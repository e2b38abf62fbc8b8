namespace Twofold.Fleet.Vms;

/// <summary>The VMs' rows in the index; a wipe is shown as long as its epoch is the present one.</summary>
internal static class VmIndex
{
    public static IndexSchema Schema { get; } = new("vms",
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
    ]);

    public static IndexRow? Row(VmState state)
    {
        if (state.Phone.Length == 0) return null;
        var view = VmRules.View(state, default);
        var wipe = view.Wipe?.Epoch == view.Epoch ? view.Wipe : null;
        return new IndexRow(
        [
            view.Phone, view.PhoneName, view.Slot, Word(view.Owner), view.Epoch, Word(view.Desired), Word(view.State),
            Word(wipe?.Step), wipe?.OrderId, wipe?.RequestedBy, wipe?.Times[wipe.Step],
        ]);
    }

    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}
