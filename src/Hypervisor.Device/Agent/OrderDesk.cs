using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Answers orders: to the server, to the log that the phone's user can read, and to the journal.</summary>
internal sealed class OrderDesk(DeviceJournal journal, IServerLink link, OrderLog log)
{
    /// <summary>A wipe begins. Of one that the phone began by itself the server hears by its receipt.</summary>
    public void Begun(string orderId, VmRef vm)
    {
        log.Append(orderId, "wipe", vm, "begun");
        if (!IsOwn(orderId)) link.Send(new PhoneFrame.OrderStatus(orderId, Accepted: true, Code: null));
    }

    /// <summary>A wipe is over and its receipt signed.</summary>
    public void Proved(string orderId, string receipt)
    {
        log.Append(orderId, "wipe", vm: null, "proved");
        link.Send(new PhoneFrame.Receipt(receipt));
    }

    /// <summary>A lock order is obeyed from now on, as long as it stands.</summary>
    public void AcceptLock(DeviceOrder order)
    {
        journal.Change(record => record with { LocksAccepted = record.LocksAccepted.Add(order.OrderId) });
        log.Append(order.OrderId, "lock", new VmRef(order.Slot, order.Epoch), "accepted");
        link.Send(new PhoneFrame.OrderStatus(order.OrderId, Accepted: true, Code: null));
    }

    /// <summary>An order is closed without being carried out.</summary>
    public void Refuse(DeviceOrder order, string code)
    {
        journal.Change(record => record.Close(order.OrderId, code));
        log.Append(order.OrderId, order.Kind == OrderKind.Wipe ? "wipe" : "lock", new VmRef(order.Slot, order.Epoch), $"refused {code}");
        link.Send(new PhoneFrame.OrderStatus(order.OrderId, Accepted: false, code));
    }

    /// <summary>Says again, after a hello, what became of the standing orders, and sends the receipts that the server may not have.</summary>
    public void SayAgain(IReadOnlyCollection<DeviceOrder> standing)
    {
        foreach (var order in standing.Where(order => !IsOwn(order.OrderId)))
        {
            if (AnswerTo(order.OrderId) is { } answer) link.Send(answer);
        }

        foreach (var receipt in journal.Record.Receipts) link.Send(new PhoneFrame.Receipt(receipt.Jws));
        Send(journal.Record.ProofsOf(IdsOf(standing)));
    }

    /// <summary>Proves everything again that is still known: the server was restored from a backup.</summary>
    public void ProveAll() => Send(journal.Record.Stored());

    /// <summary>Proves again the orders that the server gives although it had their receipts once.</summary>
    public void ProveAgain(IReadOnlyCollection<DeviceOrder> standing) => Send(journal.Record.ProofsOf(IdsOf(standing)));

    private static string[] IdsOf(IEnumerable<DeviceOrder> orders) => [.. orders.Select(order => order.OrderId)];

    private void Send(IEnumerable<KeptReceipt> proofs)
    {
        foreach (var proof in proofs) link.Send(new PhoneFrame.Receipt(proof.Jws));
    }

    private PhoneFrame.OrderStatus? AnswerTo(string orderId)
    {
        var record = journal.Record;
        if (record.Closed.FirstOrDefault(closed => closed.OrderId == orderId) is { } closed)
            return new PhoneFrame.OrderStatus(orderId, closed.Code is null, closed.Code);
        var begun = record.Wipes.Any(wipe => wipe.OrderId == orderId) || record.LocksAccepted.Contains(orderId);
        return begun ? new PhoneFrame.OrderStatus(orderId, Accepted: true, Code: null) : null;
    }

    private static bool IsOwn(string orderId) => orderId.StartsWith(WipeReceipt.LeasePrefix, StringComparison.Ordinal);
}
