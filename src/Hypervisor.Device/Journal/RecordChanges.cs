using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The changes that the agent makes to its durable state; each is pure.</summary>
public static class RecordChanges
{
    /// <summary>A wipe begins.</summary>
    public static DeviceRecord Begin(this DeviceRecord record, string orderId, VmRef vm) => record with
    {
        Wipes = record.Wipes.Add(new WipeUnderway(orderId, vm.Slot, vm.Epoch, WipeStage.Begun)),
    };

    /// <summary>A stage was reached.</summary>
    public static DeviceRecord Reach(this DeviceRecord record, string orderId, WipeStage stage) =>
        record.Change(orderId, wipe => wipe with { Stage = stage });

    /// <summary>The receipt is signed: the order is closed, and its epoch never comes back.</summary>
    public static DeviceRecord Prove(this DeviceRecord record, string orderId, VmRef vm, string receipt) => record.Close(orderId, code: null) with
    {
        Wipes = record.Wipes.RemoveAll(wipe => wipe.OrderId == orderId),
        WipedEpochs = record.WipedEpochs.SetItem(vm.Slot, Math.Max(vm.Epoch, record.WipedEpochs.GetValueOrDefault(vm.Slot, vm.Epoch))),
        Provisioned = record.Provisioned.Remove(vm.ToString()),
        Receipts = [.. record.Receipts.Add(new UnsentReceipt(orderId, receipt)).TakeLast(DeviceRecord.MaxReceipts)],
        Kept = [.. (record.Kept ?? []).Add(new KeptReceipt(orderId, receipt)).TakeLast(DeviceRecord.MaxReceipts)],
    };

    /// <summary>What is wanted has leases: shorter ones are announced. Only VMs that are wanted, or have not gone, are remembered.</summary>
    public static DeviceRecord Notice(this DeviceRecord record, Desired desired, DateTimeOffset now)
    {
        var known = record.Leases ?? ImmutableSortedDictionary.Create<string, LeaseNotice>(StringComparer.Ordinal);
        var wanted = desired.Vms.Where(vm => vm.Policy is not null).ToImmutableSortedDictionary(
            vm => new VmRef(vm.Slot, vm.Epoch).ToString(),
            vm => LeaseNotice.Of(known.GetValueOrDefault(new VmRef(vm.Slot, vm.Epoch).ToString()), vm.Settings.Lease, now),
            StringComparer.Ordinal);
        return record with { Leases = wanted };
    }

    /// <summary>The order will never be carried out again.</summary>
    public static DeviceRecord Close(this DeviceRecord record, string orderId, string? code) => record with
    {
        Closed = [.. record.Closed.Add(new ClosedOrder(orderId, code)).TakeLast(DeviceRecord.MaxClosed)],
    };

    /// <summary>The server has stored the receipt.</summary>
    public static DeviceRecord ReceiptStored(this DeviceRecord record, string orderId) =>
        record.Receipts.Any(receipt => receipt.OrderId == orderId)
            ? record with { Receipts = record.Receipts.RemoveAll(receipt => receipt.OrderId == orderId) }
            : record;

    /// <summary>Receipts of orders that the server gives although they were carried out: it has forgotten their proofs.</summary>
    public static IEnumerable<KeptReceipt> ProofsOf(this DeviceRecord record, IReadOnlyCollection<string> orders) =>
        record.Stored().Where(receipt => orders.Contains(receipt.OrderId));

    /// <summary>Receipts that the server has stored once: one that was restored from a backup may have forgotten them.</summary>
    public static IEnumerable<KeptReceipt> Stored(this DeviceRecord record) =>
        (record.Kept ?? []).Where(receipt => record.Receipts.All(unsent => unsent.OrderId != receipt.OrderId));

    /// <summary>What the phone's user agreed to, lapsed or not.</summary>
    public static ImmutableArray<Consent> Given(this DeviceRecord record) => record.Consents ?? [];

    /// <summary>The user agrees to this no longer.</summary>
    public static DeviceRecord Without(this DeviceRecord record, AskedConsent asked) => record.OnlyGiven(given => !given.IsOf(asked));

    /// <summary>The user agrees to nothing but these.</summary>
    public static DeviceRecord OnlyWith(this DeviceRecord record, IReadOnlyCollection<AskedConsent> standing) =>
        record.OnlyGiven(given => standing.Any(given.IsOf));

    private static DeviceRecord OnlyGiven(this DeviceRecord record, Func<Consent, bool> stays) =>
        record.Given().All(stays) ? record : record with { Consents = [.. record.Given().Where(stays)] };

    private static DeviceRecord Change(this DeviceRecord record, string orderId, Func<WipeUnderway, WipeUnderway> change) =>
        record with { Wipes = [.. record.Wipes.Select(wipe => wipe.OrderId == orderId ? change(wipe) : wipe)] };
}
