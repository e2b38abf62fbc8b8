using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>A work VM: which epoch is there, and for every order the moves that its ladder knows.</summary>
internal sealed class VmModel : Model<VmCommand, VmView>
{
    private static readonly Dictionary<string, (string From, string To)> OfWipes = new()
    {
        ["Held"] = ("Requested", "Held"),
        ["Released"] = ("Requested Held", "Released"),
        ["Rejected"] = ("Requested Held", "Rejected"),
        ["Dropped"] = ("Released", "Cancelled"),
        ["Delivered"] = ("Released Cancelled", "Delivered"),
        ["Acknowledged"] = ("Released Cancelled Delivered", "Acknowledged"),
        ["Refused"] = ("Released Delivered Acknowledged", "Refused"),
        ["Proved"] = ("Requested Held Released Delivered Acknowledged Refused Cancelled Rejected", "Proved"),
    };

    private static readonly Dictionary<string, (string From, string To)> OfLocks = new()
    {
        ["Held"] = ("Requested", "Held"),
        ["Released"] = ("Requested Held", "Released"),
        ["Rejected"] = ("Requested Held", "Rejected"),
        ["Dropped"] = ("Lifting", "Cancelled"),
        ["Delivered"] = ("Released", "Delivered"),
        ["Acknowledged"] = ("Released Delivered", "Acknowledged"),
        ["Refused"] = ("Released Delivered Acknowledged Locked Lifting", "Refused"),
        ["Lifted"] = ("Lifting", "Lifted"),
    };

    private static readonly string[] UnderWay = ["Requested", "Held", "Released", "Delivered", "Acknowledged"];

    private readonly List<Order> _orders = [];
    private bool _attached;
    private bool _removed;
    private long _epoch;
    private Lifecycle _lifecycle;
    private WorkVmReport? _seen;
    private int _names;

    private bool Known => _attached || _orders.Count > 0;

    private IEnumerable<Order> Wipes => _orders.Where(o => !o.IsLock).OrderByDescending(o => o.Epoch).ThenByDescending(_orders.IndexOf);

    private bool Wiped => _attached && Wipes.Any(w => w.Epoch == _epoch && w.Step == "Proved");

    private bool Wiping => Wipes.Any(w => w.Epoch == _epoch && UnderWay.Contains(w.Step));

    public override Step<VmCommand> Aim(Step<VmCommand> step, int luck, DateTimeOffset now) => step with
    {
        Command = step.Command switch
        {
            VmCommand.RequestWipe { OrderId: "o1" or "o2" } wipe => wipe with { OrderId = luck % 5 == 0 ? Some(luck) : $"o{++_names}" },
            VmCommand.RequestLock wanted => wanted with { OrderId = luck % 5 == 0 ? Some(luck) : $"o{++_names}" },
            VmCommand.CancelWipe { OrderId: "o1" } cancel => cancel with { OrderId = Some(luck) },
            VmCommand.Unlock => new VmCommand.Unlock(Some(luck)),
            VmCommand.Held held => held with { OrderId = Some(luck) },
            VmCommand.Released yes => yes with { OrderId = Some(luck) },
            VmCommand.Rejected no => no with { OrderId = Some(luck) },
            VmCommand.Delivered => new VmCommand.Delivered(Some(luck)),
            VmCommand.Acknowledged => new VmCommand.Acknowledged(Some(luck)),
            VmCommand.Refused no => no with { OrderId = Some(luck) },
            VmCommand.Dropped => new VmCommand.Dropped(Some(luck)),
            VmCommand.Lifted => new VmCommand.Lifted(Some(luck)),
            VmCommand.Proved { OrderId: "o1" } proved when _orders.Find(o => o.Id == Some(luck)) is { IsLock: false } wipe =>
                proved with { OrderId = wipe.Id, Receipt = Sample.Receipt(wipe.Id, wipe.Epoch) },
            var other => other,
        },
    };

    public override string? Take(Step<VmCommand> step, DateTimeOffset now) => step.Command switch
    {
        VmCommand.Attach => Attach(),
        VmCommand.Detach => Done(_removed |= Known),
        VmCommand.SetLifecycle or VmCommand.Reprovision when _removed => "vm/phone-removed",
        VmCommand.RequestWipe wipe => Request(wipe.OrderId, wipe.Epoch, wipe.Reason, isLock: false),
        VmCommand.RequestLock wanted => Request(wanted.OrderId, wanted.Epoch, wanted.Reason, isLock: true),
        VmCommand.CancelWipe cancel => Cancel(cancel.OrderId, cancel.UnlessReleased),
        VmCommand.Unlock unlock => Unlock(unlock.OrderId),
        VmCommand.SetLifecycle or VmCommand.Reprovision or VmCommand.Observe when !_attached => "vm/unknown",
        _ when !Known => "vm/unknown",
        VmCommand.SetLifecycle set => SetLifecycle(set.Target),
        VmCommand.Reprovision => Reprovision(),
        VmCommand.Observe seen => Observe(seen.Work!),
        _ => Hear(step.Command),
    };

    public override string? Wrong(VmView view, DateTimeOffset now)
    {
        var facts = (view.Epoch, view.Foreseen, view.Detached, view.Desired);
        var expected = (_epoch, Known && !_attached, _removed, _attached && !Wiped ? _lifecycle : (Lifecycle?)null);
        if (facts != expected) return $"{facts}, not {expected}";
        var (wipes, locks) = (view.Wipe is { } wipe ? view.EarlierWipes.Prepend(wipe) : [], view.Lock is { } closed ? view.EarlierLocks.Prepend(closed) : []);
        return Same(wipes.Select(w => $"{w.OrderId} {w.Step}"), Wipes.Take(VmState.MaxWipes))
            ?? Same(locks.Select(l => $"{l.OrderId} {l.Step}"), _orders.Where(o => o.IsLock).Reverse().Take(VmState.MaxLocks));
    }

    private static string? Same(IEnumerable<string> seen, IEnumerable<Order> expected) => seen.SequenceEqual(expected.Select(o => $"{o.Id} {o.Step}"))
        ? null : $"{string.Join(", ", seen)}, not {string.Join(", ", expected.Select(o => $"{o.Id} {o.Step}"))}";

    private static string? Done(object? _) => null;

    private string Some(int luck) => _orders.Count == 0 ? "o9" : _orders[_orders.Count - 1 - (luck / 7 % Math.Min(_orders.Count, 4))].Id;

    private string? Attach()
    {
        if (!_attached) (_epoch, _lifecycle) = (1, Lifecycle.Running);
        (_attached, _removed) = (true, false);
        return null;
    }

    private string? Request(string id, long? epoch, string reason, bool isLock)
    {
        if (_orders.Exists(o => o.Id == id)) return null;
        if (_attached && epoch is { } seen && seen != _epoch) return "vm/other-epoch";
        if (Wiped) return "vm/wiped";
        if (!isLock && (_attached ? Wiping : Wipes.FirstOrDefault() is { } waits && UnderWay.Contains(waits.Step))) return "vm/wipe-in-progress";
        if (isLock && _orders.Exists(o => o is { IsLock: true, Stands: true } && o.Epoch == _epoch)) return "vm/lock-in-progress";
        if (id.StartsWith("lease.", StringComparison.Ordinal)) return "vm/order-id";
        if (reason.Trim().Length < 3) return "vm/reason";
        if (!Known) _epoch = 1;
        _orders.Add(new(id, isLock, epoch ?? _epoch));
        return null;
    }

    private string? Cancel(string id, bool unlessReleased)
    {
        if (_orders.Find(o => o.Id == id) is not { IsLock: false } order) return "vm/no-such-order";
        if (unlessReleased && order.Step is not ("Requested" or "Held")) return null;
        if (order.Step is "Requested" or "Held") order.Step = "Cancelled";
        return order.Step switch
        {
            "Delivered" or "Acknowledged" => "vm/already-delivered",
            "Proved" => "vm/wiped",
            "Refused" or "Rejected" => "vm/order-ended",
            _ => null,
        };
    }

    private string? Unlock(string id)
    {
        if (_orders.Find(o => o.Id == id) is not { IsLock: true } order) return "vm/no-such-order";
        if (order.Stands) order.Step = order.Step is "Requested" or "Held" ? "Cancelled" : "Lifting";
        return null;
    }

    private string? SetLifecycle(Lifecycle target)
    {
        if (Wiped) return "vm/wiped";
        if (Wipes.Any(w => w.Epoch == _epoch && w.Step is "Released" or "Delivered" or "Acknowledged" && w.Epoch == _epoch)) return "vm/wipe-in-progress";
        _lifecycle = target;
        return null;
    }

    private string? Reprovision()
    {
        var refused = !Wiping && Wipes.FirstOrDefault() is { Step: "Refused" } last && last.Epoch == _epoch;
        if (!Wiped && !(refused && _seen is { State: GuestState.Absent })) return "vm/not-wiped";
        (_epoch, _lifecycle) = (_epoch + 1, Lifecycle.Running);
        return null;
    }

    private string? Observe(WorkVmReport work)
    {
        var news = _seen is null || _seen.State != work.State || _seen.Epoch != work.Epoch || _seen.Lock != work.Lock;
        _seen = work;
        if (!news) return null;
        if (work.Lock is not null && _orders.FindLast(o => o is { IsLock: true, Step: "Released" or "Delivered" or "Acknowledged" } && o.Epoch == work.Epoch) is { } shown) shown.Step = "Locked";
        if (work.State != GuestState.Absent) _epoch = Math.Max(_epoch, work.Epoch);
        return null;
    }

    private string? Hear(VmCommand letter)
    {
        if (letter is VmCommand.Proved proof) return Prove(proof.OrderId, proof.Receipt.Epoch);
        var id = (string?)letter.GetType().GetProperty("OrderId")?.GetValue(letter);
        if (_orders.Find(o => o.Id == id) is { } order) order.Move(letter.GetType().Name, OfLocks, OfWipes);
        return null;
    }

    // Whoever ordered it, a proof says what is gone; locks of what is gone lock nothing.
    private string? Prove(string id, long epoch)
    {
        if (_orders.Find(o => o.Id == id) is { IsLock: true } or { Step: "Proved" }) return null;
        if (!_orders.Exists(o => o.Id == id)) _orders.Add(new(id, false, epoch));
        _orders.Find(o => o.Id == id)!.Step = "Proved";
        _epoch = Math.Max(_epoch, epoch);
        foreach (var moot in _orders.Where(o => o.IsLock && o.Epoch <= epoch && (o.Stands || o.Step == "Lifting"))) moot.Step = "Moot";
        return null;
    }

    private sealed class Order(string id, bool isLock, long epoch)
    {
        public string Id => id;

        public bool IsLock => isLock;

        public long Epoch => epoch;

        public string Step { get; set; } = "Requested";

        public bool Stands => Step is "Requested" or "Held" or "Released" or "Delivered" or "Acknowledged" or "Locked";

        public void Move(string letter, Dictionary<string, (string From, string To)> ofLocks, Dictionary<string, (string From, string To)> ofWipes)
        {
            if ((isLock ? ofLocks : ofWipes).TryGetValue(letter, out var move) && move.From.Split(' ').Contains(Step)) Step = move.To;
        }
    }
}
