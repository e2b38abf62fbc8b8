using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>
/// A phone that forgets to say things: it takes the desired state, begins and ends wipes, obeys locks, keeps its lease while it is switched
/// on, and any of its messages may be lost. What it did it never forgets.
/// </summary>
internal sealed class ModelPhone(Pump pump)
{
    private static readonly GrainRef<PhoneCommand, PhoneView> Self = Phones.Phones.Id(Sample.ThePhone);

    private readonly List<DeviceOrder> _begun = [];
    private readonly HashSet<string> _refused = [];
    private readonly Dictionary<string, WipeReceipt> _receipts = [];
    private readonly HashSet<string> _unsent = [];
    private ImmutableArray<DeviceOrder> _orders = [];
    private LeaseTerms _terms = LeaseTerms.Default;
    private DateTimeOffset _lastContact = Sample.Start;
    private long _version;
    private long _ordersVersion;
    private int _session;
    private bool _connected;
    private bool _trusted;

    /// <summary>Orders that were carried out, those that the phone gave itself included.</summary>
    public HashSet<string> Executed { get; } = [];

    /// <summary>Epochs that were destroyed, each time it happened.</summary>
    public List<long> Destroyed { get; } = [];

    /// <summary>The epoch of the work VM that is there, or 0.</summary>
    public long Epoch { get; private set; }

    /// <summary>The newest epoch that ever was.</summary>
    public long Newest { get; private set; }

    /// <summary>Whether it is switched on.</summary>
    public bool On { get; private set; } = true;

    /// <summary>Whether a lock order stands that it obeys.</summary>
    public bool Locked => _orders.Any(o => o.Kind == OrderKind.Lock && o.Epoch == Epoch);

    /// <summary>Whether somebody who holds the phone can read the data of this epoch now, or by switching it on.</summary>
    public bool CanRead(long epoch) => Epoch == epoch && pump.Now - _lastContact <= _terms.UntilWipe;

    /// <summary>Time has passed: contact goes on, or the lease runs.</summary>
    public void Tick()
    {
        if (!On) return;
        if (_connected && _trusted) _lastContact = pump.Now;
        if (Epoch > 0 && pump.Now - _lastContact > _terms.UntilWipe) Destroy($"lease.work.{Epoch}.{_lastContact.ToUnixTimeSeconds()}");
    }

    /// <summary>Switches it off or on. What was connected breaks off, and the server may not hear of it.</summary>
    public void Switch(bool on)
    {
        if (on == On) return;
        HangUp(lost: true);
        On = on;
        Tick();
    }

    /// <summary>Opens a new socket, which repeats the version that it has and what the server may not know.</summary>
    public void Connect(bool lost = false)
    {
        if (!On) return;
        Tick();
        HangUp(lost: false);
        if (lost) return;
        var barred = View().Barred is not null;
        if (!pump.Ask(Self, new PhoneCommand.Connected($"s{++_session}", "model", "none", 1, [], _version, barred, _ordersVersion), Sample.Phone).Ok) return;
        (_connected, _trusted) = (true, !barred);
        Tick();
        if (View().HasForgotten) _unsent.UnionWith(_receipts.Keys);
    }

    /// <summary>The socket closes; the server may not hear of it.</summary>
    public void HangUp(bool lost)
    {
        if (!_connected) return;
        _connected = false;
        if (!lost) pump.Ask(Self, new PhoneCommand.Disconnected($"s{_session}"), Sample.Phone);
    }

    /// <summary>Takes the newest desired state and orders, or the orders alone; says so unless that is lost.</summary>
    public void Sync(bool lost)
    {
        if (!_connected) return;
        var view = View();
        if (view.Conflict) return;
        if (_trusted && view.Barred is null && view.Desired.Version > _version) Take(view);
        if (view.Desired.Version > _ordersVersion) (_ordersVersion, _orders) = (view.Desired.Version, view.Orders);
        foreach (var order in _orders.Where(o => !IsDone(o.OrderId))) Judge(order);
        foreach (var known in _orders.Where(o => Executed.Contains(o.OrderId))) _unsent.Add(known.OrderId);
        if (!lost && _trusted) Say(new PhoneCommand.Received(_version));
    }

    /// <summary>Ends one wipe that was begun.</summary>
    public void Work()
    {
        if (!On || _begun.Count == 0) return;
        var order = _begun[0];
        if (Epoch == order.Epoch) Destroy(order.OrderId);
        else Sign(order.OrderId, order.Epoch);
    }

    /// <summary>Says what became of its orders, unless that is lost.</summary>
    public void ReportOrders(bool lost)
    {
        if (lost || !_connected) return;
        foreach (var order in _orders.Where(o => o.Slot == "work"))
            if (_refused.Contains(order.OrderId)) Say(new PhoneCommand.OrderReported(order.OrderId, Accepted: false, "order/epoch"));
            else if (order.Kind == OrderKind.Lock || IsDone(order.OrderId)) Say(new PhoneCommand.OrderReported(order.OrderId, Accepted: true, null));
    }

    /// <summary>Sends the receipts that the server may not have.</summary>
    public void SendReceipts(bool lost)
    {
        if (lost || !_connected) return;
        foreach (var id in _unsent.ToList())
            if (Say(new PhoneCommand.ReceiptVerified(_receipts[id], $"jws of {id}")).Ok) _unsent.Remove(id);
    }

    /// <summary>Reports what is there.</summary>
    public void Observe()
    {
        if (!_connected || !_trusted) return;
        var state = Epoch == 0 ? GuestState.Absent : Locked ? GuestState.Suspended : GuestState.Running;
        var work = Sample.Work(state, Math.Max(Newest, 1)) with { Lock = Epoch > 0 && Locked ? LockReasons.Order : null };
        Say(new PhoneCommand.Observed(Sample.Report(_version, state) with { Work = [work] }, Policies.VerdictState.Unknown, []));
    }

    private PhoneView View() => pump.View(Self);

    private void Take(PhoneView view)
    {
        _version = view.Desired.Version;
        foreach (var vm in view.Desired.Vms.Where(vm => vm.Epoch > Newest)) Epoch = Newest = vm.Epoch;
        _terms = view.Desired.Vms.FirstOrDefault(v => v.Slot == "work" && v.Epoch == Epoch) is { Policy: not null } ? view.Leases["work"] : LeaseTerms.Default;
    }

    // INVARIANT of a phone: an order for another epoch than the one that is there is refused, and a VM that is gone is only signed for.
    private void Judge(DeviceOrder order)
    {
        if (order.Slot != "work") _refused.Add(order.OrderId);
        else if (order.Kind == OrderKind.Lock) JudgeLock(order);
        else if (order.Epoch == Epoch || (Epoch == 0 && order.Epoch == Newest && Newest > 0)) _begun.Add(order);
        else _refused.Add(order.OrderId);
    }

    private void JudgeLock(DeviceOrder order)
    {
        if (order.Epoch != Epoch) _refused.Add(order.OrderId);
    }

    private void Destroy(string orderId)
    {
        Destroyed.Add(Epoch);
        var epoch = Epoch;
        Epoch = 0;
        Sign(orderId, epoch);
    }

    private void Sign(string orderId, long epoch)
    {
        Executed.Add(orderId);
        _begun.RemoveAll(order => order.OrderId == orderId);
        _receipts[orderId] = Sample.Receipt(orderId, epoch);
        _unsent.Add(orderId);
    }

    private bool IsDone(string orderId) => Executed.Contains(orderId) || _refused.Contains(orderId) || _begun.Any(order => order.OrderId == orderId);

    private Reply Say(PhoneCommand command) => pump.Ask(Self, command, Sample.Phone);
}
