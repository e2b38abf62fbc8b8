using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Gives every phone the policies that its labels ask for. A change of the policy set looks at all phones, page by page; a change of a
/// phone looks at that one, a step of a rollout at the phones that it names. What has been done is seen from the phones themselves, so a
/// pass that was cut short simply starts again. A pass reads the index and asks only phones unlike all that were seen to have what they
/// shall have: over a fleet that did not change it asks nobody.
/// </summary>
internal sealed partial class Composer(
    IFleet fleet, IFleetIndex index, PolicySource source, GatewayOptions options, GatewayCounters counters, TimeProvider time, ILogger<Composer> log)
    : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private readonly WorkList _work = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _work.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        WatchAsync(PolicySetRules.Kind, _ => Note(_work.AddEverything), stoppingToken),
        WatchAsync(PhoneRules.Kind, id => Note(() => _work.Add(id.Key)), stoppingToken),
        WatchAsync(RolloutRules.Kind, id => NoteStepAsync(id.Key, stoppingToken), stoppingToken),
        ReadAgainAsync(stoppingToken),
        ComposeAsync(stoppingToken));

    private static Task Note(Action note)
    {
        note();
        return Task.CompletedTask;
    }

    private async Task NoteStepAsync(string rollout, CancellationToken cancel)
    {
        foreach (var phone in (await fleet.ViewAsync(Rollouts.Rollouts.Id(rollout), cancel)).View.Step) _work.Add(phone);
    }

    private async Task WatchAsync(string kind, Func<GrainId, Task> note, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var notice in fleet.WatchAsync(kind, key: null, stop))
                {
                    if (notice.Missed) _work.AddEverything();
                    else await note(notice.Id);
                }
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                LogBroke(fault);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(RetryAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _work.AddEverything();
        }
    }

    private async Task ReadAgainAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.ReadAgainEvery, time);
        do _work.AddEverything();
        while (await WaitAsync(timer, stop));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ComposeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _work.WaitAsync(stop);
                // A burst of changes is one look.
                await Task.Delay(options.ComposeAfter, time, stop);
                await ComposeAsync(_work.Take(), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogBroke(fault);
                _work.AddEverything();
                await Task.Delay(RetryAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ComposeAsync(IReadOnlyCollection<string>? phones, CancellationToken stop)
    {
        if (await source.PressesAsync(stop) is not { } presses) return;
        if (phones is not null) await ComposeAsync(phones, presses, stop);
        else await ComposeAllAsync(presses, stop);
    }

    private async Task ComposeAllAsync(Presses presses, CancellationToken stop)
    {
        await foreach (var page in index.WalkAsync(new IndexQuery("phones", [], Take: IndexQuery.MaxTake), stop))
        {
            var rollout = await RolloutAsync(presses, stop);
            await Parallel.ForEachAsync(page, Some(stop), async (row, cancel) =>
            {
                if (!IsServed(row, presses, rollout)) await TryComposeAsync(row.Key, presses, cancel);
            });
        }
    }

    private Task ComposeAsync(IEnumerable<string> phones, Presses presses, CancellationToken stop) =>
        Parallel.ForEachAsync(phones, Some(stop), async (id, cancel) => await TryComposeAsync(id, presses, cancel));

    private static ParallelOptions Some(CancellationToken stop) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };

    private static bool IsServed(IndexItem row, Presses presses, RolloutView? rollout) =>
        PressFor(row.Key, row.Integer("policy_revision") ?? 0, presses, rollout).Serves(row.Text("policy_mark") ?? "");

    // One phone that cannot be served holds up no other; the next look tries it again.
    private async Task TryComposeAsync(string phoneId, Presses presses, CancellationToken cancel)
    {
        try
        {
            await ComposeAsync(phoneId, presses, cancel);
        }
        catch (FleetBusyException)
        {
            _work.Add(phoneId);
        }
        catch (GrainFaultException fault)
        {
            LogRefused(phoneId, fault.Code);
        }
    }

    private async Task ComposeAsync(string phoneId, Presses presses, CancellationToken cancel)
    {
        var phone = (await fleet.ViewAsync(Phones.Phones.Id(phoneId), cancel)).View;
        if (!phone.Enrolled) return;
        var press = PressFor(phoneId, phone.PolicyRevision, presses, await RolloutAsync(presses, cancel));
        var wanted = await press.PoliciesOfAsync(phone, cancel);
        if (Has(phone, wanted))
        {
            press.NoteServed(PolicyMark.Of(phone));
            return;
        }

        var reply = await fleet.AskAsync(Phones.Phones.Id(phoneId), wanted, Actor.System, cancel: cancel);
        if (reply.Ok) counters.Composed();
        else LogRefused(phoneId, reply.Code!);
    }

    // Asked for each phone that is told anything, so that a pause holds from the next phone on.
    private async ValueTask<RolloutView?> RolloutAsync(Presses presses, CancellationToken cancel) =>
        presses.Rollout is { } rollout ? (await fleet.ViewAsync(Rollouts.Rollouts.Id(rollout), cancel)).View : null;

    private static Press PressFor(string phoneId, long hasRevision, Presses presses, RolloutView? rollout) =>
        rollout is null || rollout.Gives(phoneId, hasRevision) ? presses.Now : presses.Before;

    private static bool Has(PhoneView phone, PhoneCommand.SetPolicies wanted) =>
        phone.PolicyRevision == wanted.Revision && phone.Desired.PhonePolicy == wanted.PhonePolicy
        && phone.Desired.Vms.All(v => v.Policy == wanted.VmPolicies.GetValueOrDefault(v.Slot))
        && wanted.Leases!.All(lease => phone.Leases.GetValueOrDefault(lease.Key) == lease.Value);

    [LoggerMessage(Level = LogLevel.Error, Message = "the composer broke; it starts again")]
    private partial void LogBroke(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "phone {Phone} does not take its policies: {Code}")]
    private partial void LogRefused(string phone, string code);
}
