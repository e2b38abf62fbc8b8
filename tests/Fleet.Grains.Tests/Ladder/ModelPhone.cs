using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>
/// A phone that forgets to say things: it takes the desired state, begins and ends wipes, and any of its messages may be lost
/// except a receipt, which it repeats until the server has taken it.
/// </summary>
internal sealed class ModelPhone(Pump pump)
{
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _refused = [];
    private readonly Dictionary<string, WipeReceipt> _receipts = [];
    private ImmutableArray<DeviceOrder> _orders = [];
    private long _version;
    private int _session;

    /// <summary>Orders that were carried out.</summary>
    public HashSet<string> Executed { get; } = [];

    /// <summary>Orders that were refused.</summary>
    public HashSet<string> Refused => _refused;

    /// <summary>The epoch of the work VM that is there, or 0.</summary>
    public long Epoch { get; private set; }

    /// <summary>The newest epoch that ever was.</summary>
    public long Newest { get; private set; }

    /// <summary>Takes the newest desired state and orders; says so unless that is lost.</summary>
    public void Sync(bool lost)
    {
        var view = pump.View(Phones.Phones.Id(Sample.ThePhone));
        (_version, _orders) = (view.Desired.Version, view.Orders);
        foreach (var vm in view.Desired.Vms.Where(vm => vm.Epoch > Newest)) Epoch = Newest = vm.Epoch;
        foreach (var order in _orders.Where(o => o.Epoch != Epoch && !Executed.Contains(o.OrderId))) _refused.Add(order.OrderId);
        foreach (var order in _orders.Where(o => o.Epoch == Epoch && !_refused.Contains(o.OrderId))) _begun.Add(order.OrderId);
        if (!lost) Say(new PhoneCommand.Received(_version));
    }

    /// <summary>Ends one wipe that was begun.</summary>
    public void Work()
    {
        foreach (var id in _begun.Except(Executed).Take(1).ToList())
        {
            Executed.Add(id);
            _receipts[id] = Sample.Receipt(id, Epoch);
            _begun.RemoveWhere(other => other != id && !Executed.Contains(other) && _refused.Add(other));
            Epoch = 0;
        }
    }

    /// <summary>Says what became of its orders, unless that is lost.</summary>
    public void ReportOrders(bool lost)
    {
        if (lost) return;
        foreach (var order in _orders.Select(o => o.OrderId))
            if (_begun.Contains(order)) Say(new PhoneCommand.OrderReported(order, Accepted: true, null));
            else if (_refused.Contains(order)) Say(new PhoneCommand.OrderReported(order, Accepted: false, "order/epoch"));
    }

    /// <summary>Sends the receipts that the server has not taken yet.</summary>
    public void SendReceipts(bool lost)
    {
        if (lost) return;
        foreach (var (id, receipt) in _receipts.ToList())
            if (Say(new PhoneCommand.ReceiptVerified(receipt, $"jws of {id}")).Ok) _receipts.Remove(id);
    }

    /// <summary>Opens a new socket, which repeats the version that it has.</summary>
    public void Connect() => Say(new PhoneCommand.Connected($"s{++_session}", "model", "none", 1, [], _version));

    /// <summary>Reports what is there.</summary>
    public void Observe() => Say(new PhoneCommand.Observed(
        Sample.Report(_version, Epoch == 0 ? GuestState.Absent : GuestState.Running) with
        {
            Work = [Sample.Work(Epoch == 0 ? GuestState.Absent : GuestState.Running, Math.Max(Newest, 1))],
        },
        Policies.VerdictState.Unknown, []));

    private Reply Say(PhoneCommand command) => pump.Ask(Phones.Phones.Id(Sample.ThePhone), command, Sample.Phone);
}
