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

    /// <summary>Takes a desired state: the orders on their own, then the rest as a whole.</summary>
    public void Take(ServerFrame.Desired frame)
    {
        TakeOrders(frame.Orders);
        var read = _acceptor.CheckEnvelope(frame.Envelope, frame.Documents, _journal.Record.AppliedVersion);
        if (!read.IsRead) Complain(read.Problem);
        else Accept(read.Value, frame);
    }

    /// <summary>Takes signed orders that came with something unreadable.</summary>
    public void TakeOrders(string untrustedOrders)
    {
        var read = _acceptor.CheckOrders(untrustedOrders, _journal.Record.Orders?.Version ?? 0);
        if (!read.IsRead) Complain(read.Problem);
        else Accept(read.Value, untrustedOrders);
    }

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

    // Durable first, acknowledged then.
    private void Accept(ReadEnvelope envelope, ServerFrame.Desired frame)
    {
        var reading = DesiredReading.Of(envelope, _journal.Record.Effective);
        _journal.Change(record => record.Notice(reading.Desired, _clock.Now()) with
        {
            Envelope = new AcceptedEnvelope(envelope.State.Version, frame.Envelope, frame.Documents),
            Effective = reading.Effective,
        });
        Desired = reading.Desired with { Orders = Desired.Orders };
        _link.Send(new PhoneFrame.Received(envelope.State.Version));
    }

    private void Accept(OrdersEnvelope orders, string jws)
    {
        _journal.Change(record => record with
        {
            Orders = new AcceptedOrders(orders.Version, jws),
            LocksAccepted = record.LocksAccepted.RemoveAll(id => orders.Orders.All(order => order.OrderId != id)),
        });
        Desired = Desired with { Orders = orders.Orders };
    }
}
