using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Takes what the server says: checks it, writes down what is good, complains of the rest.</summary>
internal sealed class Inbox
{
    private const int MaxLogged = 64;
    private readonly DeviceJournal _journal;
    private readonly IServerLink _link;
    private readonly AgentLog _log;
    private readonly EnvelopeAcceptor _acceptor;
    private readonly TrustedClock _clock;
    private readonly Queue<(string Code, long? Version)> _logged = [];

    /// <summary>Reads again what the journal holds, so that it is in force at once.</summary>
    public Inbox(DeviceJournal journal, EnvelopeAcceptor acceptor, IServerLink link, AgentLog log, TrustedClock clock)
    {
        (_journal, _acceptor, _link, _log, _clock) = (journal, acceptor, link, log, clock);
        Desired = DesiredReading.Restore(journal.Record, acceptor);
    }

    /// <summary>What is in force.</summary>
    public Desired Desired { get; private set; }

    /// <summary>Takes a desired state: the orders on their own, then the rest as a whole; one write for both, because a wipe waits for it.</summary>
    public void Take(ServerFrame.Desired frame)
    {
        var orders = Checked(frame.Orders);
        DesiredReading? reading = null;
        try
        {
            reading = Checked(frame);
        }
        finally
        {
            // INVARIANT: whatever the rest is, the orders count.
            Accept(orders, frame.Orders, reading, frame);
        }
    }

    /// <summary>Takes signed orders that came with something unreadable.</summary>
    public void TakeOrders(string untrustedOrders) => Accept(Checked(untrustedOrders), untrustedOrders, reading: null, frame: null);

    /// <summary>Tells the server what was refused; the log hears of it once.</summary>
    public void Complain(Problem problem)
    {
        var version = _journal.Record.AppliedVersion;
        _link.Send(new PhoneFrame.Complaint(problem.Code, problem.Message, version));
        if (_logged.Contains((problem.Code, version))) return;
        _logged.Enqueue((problem.Code, version));
        if (_logged.Count > MaxLogged) _logged.Dequeue();
        _log.Write("refused", $"{problem.Code}: {problem.Message}");
    }

    private OrdersEnvelope? Checked(string untrustedOrders)
    {
        var read = _acceptor.CheckOrders(untrustedOrders, _journal.Record.Orders?.Version ?? 0);
        if (!read.IsRead) Complain(read.Problem);
        return read.Value;
    }

    private DesiredReading? Checked(ServerFrame.Desired untrusted)
    {
        var read = _acceptor.CheckEnvelope(untrusted.Envelope, untrusted.Documents, _journal.Record.AppliedVersion);
        if (!read.IsRead) Complain(read.Problem);
        return read.IsRead ? DesiredReading.Of(read.Value, _journal.Record.Effective) : null;
    }

    // Durable first, acknowledged then.
    private void Accept(OrdersEnvelope? orders, string jws, DesiredReading? reading, ServerFrame.Desired? frame)
    {
        _journal.Change(record => With(With(record, orders, jws), reading, frame));
        if (reading is not null) Desired = reading.Desired with { Orders = Desired.Orders };
        if (orders is not null) Desired = Desired with { Orders = orders.Orders };
        if (reading is not null) _link.Send(new PhoneFrame.Received(reading.Desired.Version));
    }

    private DeviceRecord With(DeviceRecord record, DesiredReading? reading, ServerFrame.Desired? frame) => reading is null || frame is null ? record
        : record.Notice(reading.Desired, _clock.Now()) with
        {
            Envelope = new AcceptedEnvelope(reading.Desired.Version, frame.Envelope, frame.Documents),
            Effective = reading.Effective,
        };

    private static DeviceRecord With(DeviceRecord record, OrdersEnvelope? orders, string jws) => orders is null ? record : record with
    {
        Orders = new AcceptedOrders(orders.Version, jws),
        LocksAccepted = record.LocksAccepted.RemoveAll(id => orders.Orders.All(order => order.OrderId != id)),
    };
}
