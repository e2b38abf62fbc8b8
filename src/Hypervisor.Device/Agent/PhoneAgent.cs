using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What an agent is made of.</summary>
/// <param name="Driver">The hypervisor; the agent puts the floor in front of it.</param>
/// <param name="Guests">The line to the guests.</param>
/// <param name="Slots">Whose each VM is.</param>
/// <param name="Journal">The durable state of an enrolled phone.</param>
/// <param name="Key">The phone's key, which signs receipts.</param>
/// <param name="Link">The line to the server.</param>
/// <param name="Orders">The log for the phone's user.</param>
public sealed record AgentParts(
    IHypervisor Driver, IGuestChannel Guests, SlotTable Slots, DeviceJournal Journal, ECDsa Key, IServerLink Link, OrderLog Orders, AgentLog Log, TimeProvider Time);

/// <summary>
/// The agent: one thread that takes what happened, observes, plans, and carries out one step, again and again. Orders are read
/// while a step runs, and a new wipe order abandons a step that it makes pointless.
/// </summary>
public sealed class PhoneAgent
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);
    private readonly AgentParts _parts;
    private readonly AgentOptions _options;
    private readonly FlooredHypervisor _hypervisor;
    private readonly FlowBroker _flows;
    private readonly TrustedClock _clock;
    private readonly Contact _contact;
    private readonly Inbox _inbox;
    private readonly OrderDesk _orders;
    private readonly StepCarrier _carrier;
    private readonly ReportDesk _reports;
    private readonly ConsentDesk _consents;
    private readonly Attempts _attempts = new();
    private readonly Dictionary<string, string> _driven = new(StringComparer.Ordinal);
    private DevicePlan? _plan;
    private Observed? _rested;
    private DateTimeOffset _reportedAt;

    /// <summary>Puts the parts together; nothing happens yet.</summary>
    /// <exception cref="DeviceException"><c>enrolment/missing</c>: the journal is not that of an enrolled phone.</exception>
    public PhoneAgent(AgentParts parts, AgentOptions options)
    {
        (_parts, _options) = (parts, options);
        var identity = parts.Journal.Record.Identity ?? throw new DeviceException("enrolment/missing", "this phone is not enrolled");
        var keys = JwsKeys.Read(identity.SigningKeys).Value ?? throw new DeviceException("enrolment/bad-keys", "the pinned signing keys cannot be read");
        _hypervisor = new FlooredHypervisor(parts.Driver, parts.Slots);
        _flows = new FlowBroker(parts.Guests, parts.Slots);
        _clock = new TrustedClock(parts.Time, parts.Journal.Record.HighestTime);
        _contact = new Contact(parts.Journal, _clock);
        _inbox = new Inbox(parts.Journal, new EnvelopeAcceptor(identity.Phone, keys), parts.Link, parts.Log, _clock);
        _orders = new OrderDesk(parts.Journal, parts.Link, parts.Orders);
        var wipes = new WipeCarrier(_hypervisor, parts.Journal, _orders, new JwsSigner(identity.Phone, parts.Key), _clock);
        _carrier = new StepCarrier(_hypervisor, _flows, wipes, _orders, parts.Journal);
        _reports = new ReportDesk(parts.Link);
        _consents = new ConsentDesk(parts.Journal, parts.Slots, parts.Orders);
    }

    /// <summary>The broker of what passes between the VMs.</summary>
    public FlowBroker Flows => _flows;

    /// <summary>What the agent says first on each socket. Escalation is the server's own, and named because the agent shows its notices.</summary>
    public PhoneFrame.Hello Hello() => new(
        Versions.Spoken, _options.Agent, _hypervisor.Name, _parts.Journal.Record.Identity!.Hardware,
        [.. SettingCatalogue.CarriedOut.Select(s => s.Key), ComplianceEscalation.Instance.Key], _parts.Journal.Record.AppliedVersion, _parts.Journal.Record.Orders?.Version ?? 0);

    /// <summary>Runs until cancelled. The VMs run on.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var line = _parts.Link.RunAsync(Hello, ending.Token);
        var flows = _flows.RunAsync(_parts.Time, ending.Token);
        try
        {
            await LoopAsync(cancellation);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(line, flows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _contact.Persist();
        }
    }

    /// <summary>Starts the personal VMs, as the phone does when it boots.</summary>
    public Task BootAsync(CancellationToken cancellation) => new LocalBoot(_hypervisor, _parts.Slots, _parts.Log).RunAsync(cancellation);

    /// <summary>One turn: takes events, observes, plans, reports, and carries out at most one step, or the rest of a wipe.</summary>
    /// <returns>Whether a step was carried out, so that there may be more to do at once.</returns>
    public async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        TakeEvents();
        _contact.Heard();
        if (await WipeAtOnceAsync(cancellation)) return true;
        var seen = await ObserveAsync(cancellation);
        var plan = seen is null ? PlanBlind() : Reconciler.Plan(_inbox.Desired, seen, Facts(), _clock.Now());
        if (seen is not null) Conclude(plan, seen);
        _plan = plan;
        var next = _attempts.Choose(plan, _clock.Now());
        if (seen is not null) Report(plan, seen, atRest: next is null);
        _rested = next is null ? seen : null;
        if (next is not null) await CarryAsync(next, cancellation);
        if (next is Step.OfWipe) await GoOnWipingAsync(cancellation);
        return next is not null;
    }

    // Which VMs there are changes by the agent's own steps alone: as long as none was carried out since the last look, a wipe needs no other.
    private async Task<bool> WipeAtOnceAsync(CancellationToken cancellation)
    {
        if (_rested is not { } seen || _inbox.Desired.Orders.All(order => order.Kind != OrderKind.Wipe)) return false;
        var plan = Reconciler.Plan(_inbox.Desired, seen, Facts(), _clock.Now());
        if (_attempts.Choose(plan, _clock.Now()) is not Step.BeginWipe begin) return false;
        _rested = null;
        await CarryAsync(begin, cancellation);
        await GoOnWipingAsync(cancellation);
        return true;
    }

    // What a wipe does next is in the journal alone: nothing else is looked at, and nothing else done, until it ends or a step fails.
    private async Task GoOnWipingAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && _attempts.Choose(PlanBlind(), _clock.Now()) is { } next)
        {
            TakeEvents();
            await CarryAsync(next, cancellation);
        }
    }

    private async Task LoopAsync(CancellationToken cancellation)
    {
        if (_options.BootPersonal) await BootAsync(cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            if (await TurnAsync(cancellation)) continue;
            await WaitAsync(cancellation);
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(Pause(), _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        Task waiting = _parts.Link.Events.WaitToReadAsync(either.Token).AsTask();
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Pause()
    {
        var now = _clock.Now();
        var next = new[] { now + _options.ObserveEvery, _plan?.LookAgainAt, _attempts.NextRetry }.Min()!.Value - now;
        return next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
    }

    private DeviceFacts Facts()
    {
        var record = _parts.Journal.Record;
        return new DeviceFacts(
            _parts.Slots, _contact.Last, record.Wipes, record.WipedEpochs, record.Closed, record.LocksAccepted,
            [.. record.Provisioned.Select(VmRef.TryParse).OfType<VmRef>()], _carrier.Given, _attempts.FailedSuspends)
        {
            Zone = _parts.Time.LocalTimeZone,
            Leases = record.Leases ?? ImmutableSortedDictionary.Create<string, LeaseNotice>(StringComparer.Ordinal),
        };
    }

    // Nothing is done to a VM whose state is unknown, but a wipe that was begun goes on.
    private DevicePlan PlanBlind()
    {
        var plan = Reconciler.Plan(Desired.Nothing, new Observed([], _flows.Rules), Facts(), _clock.Now());
        return plan with { Steps = [.. plan.Steps.OfType<Step.OfWipe>().Where(step => Facts().Wipes.Any(wipe => wipe.OrderId == step.OrderId))] };
    }

    private async Task<Observed?> ObserveAsync(CancellationToken cancellation)
    {
        try
        {
            using var timeout = new CancellationTokenSource(StepTimeouts.Observe, _parts.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
            return new Observed([.. await _hypervisor.ObserveAsync(either.Token)], _flows.Rules)
            {
                Versions = PhoneVersions.Of(_hypervisor.Name, _options.Agent),
                Viewed = _consents.Viewed(_inbox.Desired, _clock.Now()),
            };
        }
        catch (Exception failure) when (failure is DeviceException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _parts.Log.Write("observe-failed", failure.Message);
            return null;
        }
    }

    private void Conclude(DevicePlan plan, Observed seen)
    {
        _attempts.Keep(plan, seen);
        _carrier.Keep(seen);
        _flows.Watch(seen);
        foreach (var vm in _inbox.Desired.Vms.Where(vm => vm.Policy is not null && _parts.Slots.Find(vm.Slot) is not null && IsDriven(vm, plan))) _driven[vm.Slot] = vm.Policy!;
    }

    // Between steps that follow each other at once, a few reports are enough.
    private void Report(DevicePlan plan, Observed seen, bool atRest)
    {
        var now = _clock.Now();
        if (!atRest && now - _reportedAt < BetweenReports) return;
        _reportedAt = now;
        var report = ReportBuilder.Build(_inbox.Desired, seen, plan, _parts.Slots, _driven, _attempts.Tried, now);
        if (_reports.Offer(report)) _options.Reported?.Invoke(report);
    }

    private static bool IsDriven(WantedVm vm, DevicePlan plan) =>
        !plan.Steps.OfType<Step.OnVm>().Any(step => step.Vm.Slot == vm.Slot) && !plan.Locks.ContainsKey(vm.Slot);

    private async Task CarryAsync(Step step, CancellationToken cancellation)
    {
        DeviceException? failure = null;
        try
        {
            await CarryInTimeAsync(step, cancellation);
        }
        catch (DeviceException failed)
        {
            failure = failed;
        }
        catch (Exception abandoned) when (abandoned is TimeoutException || (abandoned is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            failure = new DeviceException("step/abandoned", "the step took too long, or a wipe made it pointless");
        }

        _attempts.Note(step, _clock.Now(), failure);
        _parts.Log.Write(failure is null ? "done" : "failed", $"{Name(step)} {failure?.Message}");
    }

    // While the step runs, what the server says is read on.
    private async Task CarryInTimeAsync(Step step, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(StepTimeouts.Of(step), _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var running = _carrier.CarryAsync(step, either.Token);
        while (!running.IsCompleted)
        {
            Task heard = _parts.Link.Events.WaitToReadAsync(either.Token).AsTask();
            await Task.WhenAny(running, heard);
            if (running.IsCompleted) break;
            TakeEvents();
            if (IsPointless(step)) await either.CancelAsync();
            if (either.IsCancellationRequested) break;
        }

        await either.CancelAsync();
        await running.WaitAsync(StepTimeouts.Grace, _parts.Time, cancellation);
    }

    private bool IsPointless(Step step) => step is Step.OnVm it and not Step.OfWipe && _inbox.Desired.Orders.Any(order =>
        order.Kind == OrderKind.Wipe && order.Slot == it.Vm.Slot && order.Epoch == it.Vm.Epoch && _parts.Journal.Record.Closed.All(closed => closed.OrderId != order.OrderId));

    private void TakeEvents()
    {
        while (_parts.Link.Events.TryRead(out var happened)) Take(happened);
    }

    private void Take(LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Up up:
                _contact.Opened(up.Welcome);
                _reports.Forget();
                _orders.SayAgain(_inbox.Desired.Orders);
                _parts.Log.Write("connected", $"protocol {up.Welcome.Protocol}");
                _options.Noticed?.Invoke([]);
                _options.Connected?.Invoke(true);
                break;
            case LinkEvent.Down down:
                _contact.Closed();
                _parts.Log.Write("disconnected", down.Code);
                _options.Connected?.Invoke(false);
                break;
            case LinkEvent.Said said:
                Take(said.Frame);
                break;
            case LinkEvent.Unreadable unreadable:
                _inbox.Complain(unreadable.Problem);
                if (unreadable.UntrustedOrders is { } orders) _inbox.TakeOrders(orders);
                break;
        }
    }

    private void Take(ServerFrame frame)
    {
        switch (frame)
        {
            case ServerFrame.Desired desired:
                _inbox.Take(desired);
                _orders.ProveAgain(_inbox.Desired.Orders);
                break;
            case ServerFrame.StandingOrders standing:
                _inbox.TakeOrders(standing.Orders);
                _orders.ProveAgain(_inbox.Desired.Orders);
                break;
            case ServerFrame.ReceiptStored stored:
                _parts.Journal.Change(record => record.ReceiptStored(stored.OrderId));
                break;
            case ServerFrame.Notices notices:
                _options.Noticed?.Invoke(notices.All);
                break;
            case ServerFrame.Refused { Code: FrameCodes.Restored }:
                _orders.ProveAll();
                break;
            case ServerFrame.Refused refused:
                _parts.Log.Write("server-refused", $"{refused.Code}: {refused.Explanation}");
                break;
        }
    }

    private static string Name(Step step) => step is Step.OnVm it ? $"{step.GetType().Name} {it.Vm}" : step.GetType().Name;
}
