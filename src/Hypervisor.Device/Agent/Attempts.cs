using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>A step that was tried and is still to do.</summary>
/// <param name="Count">How often it was tried.</param>
/// <param name="RetryAt">Not before this time again.</param>
/// <param name="Failure">How it failed last; null when it ran but changed nothing that could be observed.</param>
public sealed record Attempt(int Count, DateTimeOffset RetryAt, DeviceException? Failure);

/// <summary>Keeps a step that does not help from being repeated without pause: 1 s, 2 s, 4 s … up to a bound.</summary>
internal sealed class Attempts
{
    private const int FailuresUntilStop = 3;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestOfWipe = TimeSpan.FromSeconds(10);
    private readonly Dictionary<Step, Attempt> _tried = [];
    private ImmutableArray<VmRef> _failedSuspends = [];

    /// <summary>Steps that were tried and are still planned, with their outcome.</summary>
    public IReadOnlyDictionary<Step, Attempt> Tried => _tried;

    /// <summary>VMs that could not be suspended several times in a row.</summary>
    public ImmutableArray<VmRef> FailedSuspends => _failedSuspends;

    /// <summary>When the next step may be tried again, or null.</summary>
    public DateTimeOffset? NextRetry => _tried.Count == 0 ? null : _tried.Values.Min(attempt => attempt.RetryAt);

    /// <summary>Forgets what is no longer planned: it worked, or is no longer wanted.</summary>
    public void Keep(DevicePlan plan, Observed observed)
    {
        foreach (var step in _tried.Keys.Except(plan.Steps).ToList()) _tried.Remove(step);
        _failedSuspends = _failedSuspends.RemoveAll(vm => observed.Find(vm)?.State is not (VmState.Running or VmState.Paused));
    }

    /// <summary>The first step that may run now; what depends on a waiting step waits with it. Null when there is none.</summary>
    public Step? Choose(DevicePlan plan, DateTimeOffset now)
    {
        var waiting = new HashSet<VmRef>();
        foreach (var step in plan.Steps)
        {
            var vm = (step as Step.OnVm)?.Vm;
            if (vm is not null && waiting.Contains(vm)) continue;
            if (!_tried.TryGetValue(step, out var attempt) || attempt.RetryAt <= now) return step;
            if (vm is not null && HoldsOthers(step)) waiting.Add(vm);
        }

        return null;
    }

    /// <summary>The step was carried out, or failed.</summary>
    public void Note(Step step, DateTimeOffset now, DeviceException? failure)
    {
        var count = _tried.TryGetValue(step, out var before) ? before.Count + 1 : 1;
        _tried[step] = new Attempt(count, now + Pause(step, count), failure);
        if (step is Step.Suspend suspend && failure is not null && count >= FailuresUntilStop && !_failedSuspends.Contains(suspend.Vm))
            _failedSuspends = _failedSuspends.Add(suspend.Vm);
    }

    // A guest that does not answer holds up nothing else.
    private static bool HoldsOthers(Step step) => step is not Step.SetAutoLock;

    private static TimeSpan Pause(Step step, int count)
    {
        var longest = step is Step.OfWipe ? LongestOfWipe : Longest;
        var pause = First * Math.Pow(2, Math.Min(count - 1, 20));
        return pause < longest ? pause : longest;
    }
}
