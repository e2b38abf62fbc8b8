using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>The work VM that is wanted of a phone, the epochs that are gone, and what became of every order that was ever given.</summary>
internal sealed class PhoneOrdersModel
{
    private readonly Dictionary<string, Given> _orders = [];
    private (long Epoch, Lifecycle Lifecycle)? _wanted;
    private long _gone;
    private int _names;

    private enum Fate
    {
        Sent,
        There,
        Begun,
        Lifting,
        TakenBack,
        Refused,
        Proved,
        Over,
    }

    /// <summary>The version of what is wanted, as it was last seen.</summary>
    public long Version { get; private set; }

    /// <summary>Whether a work VM is wanted.</summary>
    public bool IsWanted => _wanted is not null;

    private long Newest => Math.Max(_wanted?.Epoch ?? 0, _gone);

    private bool HasLeft(long epoch) => epoch <= _gone || epoch < _wanted?.Epoch;

    /// <summary>A command about an order that there is, most of the time.</summary>
    public PhoneCommand Aim(PhoneCommand command, int luck) => command switch
    {
        PhoneCommand.AddOrder { Order: { } order } when luck % 3 > 0 =>
            new PhoneCommand.AddOrder(order with { OrderId = $"n{++_names}", Epoch = order.Slot == "work" ? Math.Max(1, Newest) : order.Epoch }),
        PhoneCommand.DropOrder => new PhoneCommand.DropOrder(Some(luck)),
        PhoneCommand.OrderReported report => report with { OrderId = Some(luck) },
        PhoneCommand.ReceiptVerified { Receipt: { OrderId: "o1", Phone: Sample.ThePhone } receipt } verified when _orders.TryGetValue(Some(luck), out var known) =>
            verified with { Receipt = receipt with { OrderId = known.Order.OrderId, Epoch = receipt.Epoch == 7 ? known.Order.Epoch + 7 : known.Order.Epoch } },
        PhoneCommand.SetVm { Slot: "work" } set when luck % 2 == 0 => set with { Epoch = Math.Max(1, Newest + (luck % 3 == 0 ? 1 : 0)) },
        _ => command,
    };

    public string? Add(DeviceOrder order, bool enrolled)
    {
        if (_orders.ContainsKey(order.OrderId)) return null;
        if (enrolled && order.Slot == "home") return "floor/personal";
        if (order.Slot == "work" && HasLeft(order.Epoch)) return "phone/epoch-gone";
        if (_orders.Values.Count(Stands) == OrdersEnvelope.MaxOrders) return "phone/too-many-orders";
        _orders.Add(order.OrderId, new(order, Fate.Sent, 0));
        return null;
    }

    public string? Drop(string id) => Set(id, (fate, kind) => (fate, kind) switch
    {
        (Fate.Sent, _) => Fate.TakenBack,
        (Fate.There or Fate.Begun, OrderKind.Lock) => Fate.Lifting,
        _ => fate,
    });

    /// <summary>The phone takes an order or refuses it. A wipe that was taken back too late stands again, but for a VM that is personal.</summary>
    public string? Hear(string id, bool accepted) => Set(id, (fate, kind) => (fate, kind, accepted) switch
    {
        (Fate.Sent or Fate.There, _, true) => Fate.Begun,
        (Fate.TakenBack, OrderKind.Wipe, true) when _orders[id].Order.Slot != "home" => Fate.Begun,
        (<= Fate.Lifting, _, false) => Fate.Refused,
        _ => fate,
    });

    public string? Prove(WipeReceipt receipt, bool forgot)
    {
        var known = _orders.GetValueOrDefault(receipt.OrderId);
        if (known?.Fate == Fate.Proved) return null;
        var fits = receipt.Phone == Sample.ThePhone && (known is null || (known.Order.Kind == OrderKind.Wipe && (known.Order.Slot, known.Order.Epoch) == (receipt.Slot, receipt.Epoch)));
        if (!fits) return "phone/receipt-mismatch";
        if (known is null && !receipt.ByLease && !forgot) return "phone/no-such-order";
        if (known is null && receipt.Epoch > Newest + (forgot ? PhoneState.MaxForgotten : 0)) return "phone/no-such-vm";
        if (receipt.Complete) End(known?.Order ?? new DeviceOrder(receipt.OrderId, OrderKind.Wipe, receipt.Slot, receipt.Epoch));
        return null;
    }

    public string? SetVm(PhoneCommand.SetVm set)
    {
        if (set.Slot != "work") return set.Slot == "home" ? "floor/personal" : "phone/no-such-slot";
        if (!HasLeft(set.Epoch)) _wanted = (set.Epoch, set.Lifecycle);
        return null;
    }

    /// <summary>The phone has this version, and with it every order that was in it, and none that was not.</summary>
    public void Reach(long version)
    {
        foreach (var (id, order) in _orders.Where(o => o.Value.Since <= version && o.Value.Since > 0).ToList())
            _orders[id] = order with { Fate = order.Fate switch { Fate.Sent => Fate.There, Fate.Lifting => Fate.Over, var other => other } };
    }

    /// <summary>What the phone may not have is given to it once more.</summary>
    public void GiveAnew()
    {
        foreach (var (id, order) in _orders.Where(o => o.Value.Fate is Fate.Sent or Fate.Lifting).ToList()) _orders[id] = order with { Since = 0 };
    }

    /// <summary>The slot turns out to be personal.</summary>
    public void Fall(string slot)
    {
        foreach (var (id, order) in _orders.Where(o => o.Value.Order.Slot == slot && Stands(o.Value)).ToList()) _orders[id] = order with { Fate = Fate.Refused };
    }

    /// <summary>What was given since the last look is in this version.</summary>
    public void Number(long version)
    {
        Version = version;
        foreach (var (id, order) in _orders.Where(o => o.Value.Since == 0).ToList()) _orders[id] = order with { Since = version };
    }

    public string? Wrong(PhoneView view)
    {
        var standing = _orders.Values.Where(o => Stands(o) && o.Fate != Fate.Lifting).Select(o => o.Order.OrderId).Order(StringComparer.Ordinal);
        var seen = view.Orders.Select(o => o.OrderId).Order(StringComparer.Ordinal).ToList();
        if (!standing.SequenceEqual(seen)) return $"{string.Join(' ', seen)} stand, not {string.Join(' ', standing)}";
        if (view.Enrolled && (view.Orders.Any(o => o.Slot == "home") || view.Desired.Vms.Any(v => v.Slot == "home"))) return "something is wanted of a personal VM";
        return view.Desired.Vms.Select(v => (v.Slot, v.Epoch, v.Lifecycle)).SequenceEqual(_wanted is { } vm ? [("work", vm.Epoch, vm.Lifecycle)] : [])
            ? null : $"{string.Join(' ', view.Desired.Vms)} are wanted, not {_wanted}";
    }

    private static bool Stands(Given order) => order.Fate <= Fate.Lifting;

    private string Some(int luck) => _orders.Count == 0 ? "o1" : _orders.Keys.ElementAt(_orders.Count - 1 - (luck % Math.Min(_orders.Count, 5)));

    private void End(DeviceOrder order)
    {
        _orders[order.OrderId] = new(order, Fate.Proved, Version);
        if (order.Slot != "work") return;
        _gone = Math.Max(_gone, order.Epoch);
        if (_wanted?.Epoch <= order.Epoch) _wanted = null;
        foreach (var (id, moot) in _orders.Where(o => Stands(o.Value) && o.Value.Order is { Kind: OrderKind.Lock, Slot: "work" } && o.Value.Order.Epoch <= order.Epoch).ToList())
            _orders[id] = moot with { Fate = Fate.Over };
    }

    private string? Set(string id, Func<Fate, OrderKind, Fate> next)
    {
        if (!_orders.TryGetValue(id, out var known)) return null;
        var fate = next(known.Fate, known.Order.Kind);
        if (fate != known.Fate) _orders[id] = known with { Fate = fate, Since = fate == Fate.Lifting || known.Fate == Fate.TakenBack ? 0 : known.Since };
        return null;
    }

    private sealed record Given(DeviceOrder Order, Fate Fate, long Since);
}
