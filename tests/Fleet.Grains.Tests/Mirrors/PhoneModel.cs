using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>
/// A phone's record: what is wanted of it under a version that grows with every change and with nothing else, and what the phone said.
/// What became of each order is in <see cref="PhoneOrdersModel"/>.
/// </summary>
internal sealed class PhoneModel : Model<PhoneCommand, PhoneView>
{
    private readonly PhoneOrdersModel _orders = new();
    private readonly Dictionary<string, (PhoneBar Bar, IntentStep Step)> _intents = [];
    private (string Token, string Name, string Owner, string Certificate)? _said;
    private PhoneBar? _bar;
    private string? _session;
    private long _revision;
    private long _stored;
    private long? _conflict;
    private long? _restored;
    private bool _forgot;
    private readonly List<string> _charged = [];
    private readonly HashSet<string> _held = [];
    private (string Name, string Owner, string Team)? _wish;
    private string? _waits;
    private string _team = "";
    private string _content = "";
    private int _names;

    private long NewestGiven => Math.Max(_restored ?? _orders.Version, _conflict ?? 0);

    public override Step<PhoneCommand> Aim(Step<PhoneCommand> step, int luck, DateTimeOffset now) => step with
    {
        Command = step.Command switch
        {
            PhoneCommand.Enrol enrol when luck % 3 == 0 => enrol with { EnrolmentId = $"e{++_names}" },
            PhoneCommand.Connected hello => hello with { Session = luck % 5 == 0 ? _session ?? "s0" : $"s{++_names}", AppliedVersion = Version(hello.AppliedVersion, luck), OrdersVersion = Version(hello.OrdersVersion, luck / 3) },
            PhoneCommand.Disconnected when luck % 3 > 0 => new PhoneCommand.Disconnected(_session ?? "s0"),
            PhoneCommand.Received received => new PhoneCommand.Received(Version(received.Version, luck)),
            PhoneCommand.Ask ask when luck % 2 == 0 => ask with { OrderId = $"b{++_names}" },
            PhoneCommand.TakeBack => new PhoneCommand.TakeBack(Intent(luck)),
            PhoneCommand.Held { OrderId: var id } held when id.StartsWith("labels", StringComparison.Ordinal) => held with { OrderId = Wish(luck) },
            PhoneCommand.Released { OrderId: var id } yes when id.StartsWith("labels", StringComparison.Ordinal) => yes with { OrderId = Wish(luck) },
            PhoneCommand.Rejected { OrderId: var id } no when id.StartsWith("labels", StringComparison.Ordinal) => no with { OrderId = Wish(luck) },
            PhoneCommand.Held held => held with { OrderId = Intent(luck) },
            PhoneCommand.Released yes => yes with { OrderId = Intent(luck) },
            PhoneCommand.Rejected no => no with { OrderId = Intent(luck) },
            PhoneCommand.ServerRestored => new PhoneCommand.ServerRestored(now),
            _ => _orders.Aim(step.Command, luck),
        },
    };

    public override string? Take(Step<PhoneCommand> step, DateTimeOffset now) => step.Command switch
    {
        PhoneCommand.Enrol enrol => Enrol(enrol),
        PhoneCommand.AddOrder add => _orders.Add(add.Order, _said is not null),
        PhoneCommand.DropOrder drop => _orders.Drop(drop.OrderId),
        PhoneCommand.LookAtLeases => null,
        _ when _said is null => "phone/not-enrolled",
        PhoneCommand.Describe or PhoneCommand.SetPolicies or PhoneCommand.SetVm when _bar == PhoneBar.Removed => "phone/removed",
        PhoneCommand.Describe describe => Describe(describe),
        PhoneCommand.SetPolicies set => SetPolicies(set),
        PhoneCommand.SetVm set => _orders.SetVm(set),
        PhoneCommand.Ask ask => Ask(ask),
        PhoneCommand.TakeBack back => TakeBack(back.OrderId),
        PhoneCommand.Held held when _charged.Contains(held.OrderId) => Done(_held.Add(held.OrderId)),
        PhoneCommand.Released yes when _charged.Contains(yes.OrderId) => Answer(yes.OrderId, passes: true),
        PhoneCommand.Rejected no when _charged.Contains(no.OrderId) => Answer(no.OrderId, passes: false),
        PhoneCommand.Held held => Move(held.OrderId, IntentStep.Held, IntentStep.Requested),
        PhoneCommand.Released yes => Move(yes.OrderId, IntentStep.Done, IntentStep.Requested, IntentStep.Held),
        PhoneCommand.Rejected no => Move(no.OrderId, IntentStep.Rejected, IntentStep.Requested, IntentStep.Held),
        PhoneCommand.ServerRestored => Restore(),
        PhoneCommand.ResumeFromConflict => Resume(),
        PhoneCommand.OrderReported report => _orders.Hear(report.OrderId, report.Accepted),
        PhoneCommand.ReceiptVerified verified => _orders.Prove(verified.Receipt, _forgot),
        _ => Hear(step.Command),
    };

    public override string? Wrong(ImmutableArray<Letter> letters)
    {
        foreach (var charge in letters.Select(l => l.Command).OfType<GovernorCommand.Charge>().Where(c => c.Effect == Effect.LeaseShortened))
            _charged.Add(_waits = charge.OrderId);
        foreach (var back in letters.Select(l => l.Command).OfType<HoldPageCommand.Withdraw>()) _held.Remove(back.OrderId);
        return _held.FirstOrDefault(order => order != _waits) is { } nobodys ? $"`{nobodys}` is held for nobody" : null;
    }

    public override string? Wrong(PhoneView view, DateTimeOffset now)
    {
        if (view.Waiting?.OrderId != _waits || (view.Enrolled && view.Labels.GetValueOrDefault("team") != _team)) return $"labelled {view.Labels.GetValueOrDefault("team")}, {view.Waiting} waits, not {_waits}";
        var facts = (view.Enrolled, view.Barred, view.Conflict, view.Session, view.ReceivedVersion);
        var expected = (_said is not null && _bar != PhoneBar.Removed, _bar, _conflict is not null, _session, _stored);
        return facts == expected ? _orders.Wrong(view) ?? Versions(view) : $"{facts}, not {expected}";
    }

    // What the phone is told changes with its version and only with it, or it would keep what it has for what is wanted.
    private string? Versions(PhoneView view)
    {
        var content = $"{view.Desired.PhonePolicy} {string.Join(' ', view.Desired.Vms)} {string.Join(' ', view.Orders.Select(o => o.OrderId).Order(StringComparer.Ordinal))}";
        var (before, told) = (_orders.Version, _content);
        _content = content;
        _orders.Number(view.Desired.Version);
        if (view.Desired.Version < before) return $"version {view.Desired.Version} after {before}";
        return content != told && told.Length > 0 && view.Desired.Version == before ? $"`{content}` and `{told}` have one version" : null;
    }

    private string Intent(int luck) => _intents.Count == 0 ? "b0" : _intents.Keys.ElementAt(_intents.Count - 1 - (luck % Math.Min(_intents.Count, 3)));

    private long Version(long sample, int luck) => sample > 100 ? NewestGiven + 1 + (luck % 3) : Math.Max(0, _orders.Version - (luck % 4));

    private string? Enrol(PhoneCommand.Enrol enrol)
    {
        var said = (enrol.EnrolmentId, enrol.Name, enrol.Owner, enrol.Thumbprint);
        if (_bar is null && said == _said && (_orders.IsWanted || enrol.Labels["team"] == _team)) return null;
        if (_bar is not null && enrol.EnrolmentId == _said?.Token) return "phone/barred";
        _orders.Fall("home");
        if (_said is null || !_orders.IsWanted) _team = enrol.Labels["team"];
        (_said, _bar, _stored) = (said, null, 0);
        return null;
    }

    private string? Describe(PhoneCommand.Describe describe)
    {
        if (describe.Name.Length == 0) return "phone/description";
        var wish = (describe.Name, describe.Owner, describe.Labels["team"]);
        if (describe.VmsAtRisk > 0 && wish.Item3 != _team) Wait(wish);
        else Label(wish);
        return null;
    }

    // Where the same waits already it goes on waiting.
    private void Wait((string Name, string Owner, string Team) wish)
    {
        if (wish != _wish) (_wish, _waits) = (wish, "");
    }

    private void Label((string Name, string Owner, string Team) wish)
    {
        _said = (_said!.Value.Token, wish.Name, wish.Owner, _said.Value.Certificate);
        (_team, _wish, _waits) = (wish.Team, null, null);
    }

    private string? Answer(string order, bool passes)
    {
        _held.Remove(order);
        if (order != _waits) return null;
        if (passes) Label(_wish!.Value);
        (_wish, _waits) = (null, null);
        return null;
    }

    private string Wish(int luck) => _charged.Count == 0 ? "labels.none" : _charged[luck % 4 == 0 ? luck % _charged.Count : _charged.Count - 1];

    private static string? Done(object? _) => null;

    private string? SetPolicies(PhoneCommand.SetPolicies set)
    {
        if (set.Revision < _revision) return null;
        if (set.VmPolicies.ContainsKey("home")) return "floor/personal";
        _revision = set.Revision;
        return null;
    }

    private string? Ask(PhoneCommand.Ask ask)
    {
        if (_intents.ContainsKey(ask.OrderId)) return null;
        if (ask.Reason.Trim().Length < 3) return "phone/bad-reason";
        if (_bar is { } bar && (bar == PhoneBar.Removed || ask.Bar == PhoneBar.Revoked)) return bar == PhoneBar.Removed ? "phone/removed" : "phone/revoked";
        if (_intents.Values.Any(i => i.Bar == ask.Bar && i.Step is IntentStep.Requested or IntentStep.Held && i.Bar == ask.Bar)) return "phone/asked-already";
        _intents.Add(ask.OrderId, (ask.Bar, IntentStep.Requested));
        return null;
    }

    private string? TakeBack(string order) => !_intents.TryGetValue(order, out var known)
        ? "phone/no-such-order"
        : known.Step == IntentStep.Done ? "phone/done-already" : Move(order, IntentStep.Cancelled, IntentStep.Requested, IntentStep.Held);

    private string? Move(string order, IntentStep to, params ReadOnlySpan<IntentStep> from)
    {
        if (!_intents.TryGetValue(order, out var known) || !from.Contains(known.Step)) return null;
        _intents[order] = (known.Bar, to);
        if (to == IntentStep.Done && known.Bar == PhoneBar.Removed) (_wish, _waits) = (null, null);
        // Removed is the graver of both, and stays.
        if (to == IntentStep.Done && _bar != PhoneBar.Removed) _bar = known.Bar;
        return null;
    }

    private string? Restore()
    {
        (_forgot, _restored, _session) = (true, _orders.Version, null);
        return null;
    }

    private string? Resume()
    {
        if (_conflict is null) return "phone/no-conflict";
        _conflict = null;
        _orders.GiveAnew();
        return null;
    }

    private string? Hear(PhoneCommand said) => said switch
    {
        PhoneCommand.Connected hello => Connect(hello),
        PhoneCommand.Disconnected closed when closed.Session == _session => Close(),
        PhoneCommand.Received received => Receive(received.Version),
        PhoneCommand.Observed { Report.Personal.IsEmpty: true } => "phone/bad-report",
        PhoneCommand.Observed { Escalations: { } terms } when terms.ContainsValue("lock soon") => "phone/bad-report",
        PhoneCommand.Observed observed => Receive(observed.Report.Version),
        _ => null,
    };

    private string? Connect(PhoneCommand.Connected hello)
    {
        if (hello.Session == _session) return null;
        if (_bar is not null && !hello.OrdersOnly) return "phone/barred";
        _session = hello.Session;
        if (hello.OrdersOnly) return null;
        var (newest, given) = (Math.Max(hello.AppliedVersion, hello.OrdersVersion), NewestGiven);
        if (newest <= _restored) _restored = null;
        return Stored(newest > given ? newest : hello.AppliedVersion, given);
    }

    private string? Close()
    {
        _session = null;
        return null;
    }

    private string? Receive(long version) => version > _stored ? Stored(version, NewestGiven) : null;

    private string? Stored(long version, long given)
    {
        if (version > given) (_conflict, _restored, _forgot) = (version, null, true);
        else if (_conflict is null) _orders.Reach(_stored = version);
        return null;
    }
}
