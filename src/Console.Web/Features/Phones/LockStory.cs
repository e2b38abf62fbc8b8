using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>Tells a lock as steps and in words. A step is shown as done only when it is a fact.</summary>
public static class LockStory
{
    private static readonly ImmutableArray<LockStep> Closing =
        [LockStep.Requested, LockStep.Released, LockStep.Delivered, LockStep.Acknowledged, LockStep.Locked];

    /// <summary>Whether the order can still be taken back.</summary>
    public static bool CanUnlock(LockOrder order) => order.Stands;

    /// <summary>Whether it is over: nothing of it is left to show.</summary>
    public static bool IsOver(LockOrder order) => order.Step is LockStep.Lifted or LockStep.Moot or LockStep.Cancelled;

    /// <summary>The steps, first to last.</summary>
    public static IReadOnlyList<LadderStep> Steps(LockOrder order) => order.Stands
        ? [.. Path(order).Select(s => new LadderStep(Name(s), StateOf(order, s), Time(order, s), Detail(order, s)))]
        : [.. order.Times.OrderBy(t => t.Value).ThenBy(t => t.Key).Select(t => new LadderStep(Name(t.Key), Ended(order, t.Key), t.Value, Detail(order, t.Key)))];

    /// <summary>Where it stands and what comes next, in one sentence.</summary>
    public static string Sentence(LockOrder order, bool online) => order.Step switch
    {
        LockStep.Requested => "Requested. The governor has not answered yet.",
        LockStep.Held => "Held: it is above the budget of this hour and waits for a second person.",
        LockStep.Released when !online => "Released. The phone is offline; the order waits for it and stands until it is taken back.",
        LockStep.Released => "Released. It is on its way to the phone.",
        LockStep.Delivered => "Delivered: the phone has stored the order.",
        LockStep.Acknowledged => "The phone obeys. It saves the VM to an encrypted file and ends it.",
        LockStep.Locked => "Locked: the phone read back that the VM is closed. It stays closed until the lock is taken back.",
        LockStep.Lifting when !online => "Taken back. The phone is offline; the VM stays locked until the phone has heard of it.",
        LockStep.Lifting => "Taken back. The phone has not stored that yet.",
        LockStep.Lifted => "Taken back: the phone has stored that it stands no longer.",
        LockStep.Refused => $"The phone refused the lock ({order.Why}). Nothing was closed by it.",
        LockStep.Rejected => $"Rejected by {order.By}: {order.Why}. Nothing was closed.",
        LockStep.Moot => "The VM was wiped: there is nothing left to lock.",
        _ => "Taken back before the phone was known to have it.",
    };

    private static IEnumerable<LockStep> Path(LockOrder order) => order.Times.ContainsKey(LockStep.Held) ? Closing.Insert(1, LockStep.Held) : Closing;

    private static StepState StateOf(LockOrder order, LockStep step)
    {
        var path = Path(order).ToList();
        if (order.Step == step) return step is LockStep.Held ? StepState.Current : StepState.Done;
        if (order.Times.ContainsKey(step) || path.IndexOf(step) < path.IndexOf(order.Step)) return StepState.Done;
        return order.Step is not LockStep.Held && path.IndexOf(step) == path.IndexOf(order.Step) + 1 ? StepState.Current : StepState.Waiting;
    }

    private static StepState Ended(LockOrder order, LockStep step) => step != order.Step ? StepState.Done : step switch
    {
        LockStep.Refused or LockStep.Rejected => StepState.Failed,
        LockStep.Lifting => StepState.Current,
        _ => StepState.Done,
    };

    private static string Name(LockStep step) => step switch
    {
        LockStep.Lifting => "taken back",
        LockStep.Lifted => "unlocked",
        LockStep.Moot => "nothing left to lock",
        _ => step.ToString().ToLowerInvariant(),
    };

    private static DateTimeOffset? Time(LockOrder order, LockStep step) => order.Times.TryGetValue(step, out var at) ? at : null;

    private static string? Detail(LockOrder order, LockStep step) => !order.Times.ContainsKey(step) ? null : step switch
    {
        LockStep.Requested => $"by {order.RequestedBy}",
        LockStep.Released => order.By is { } by ? $"by {by}" : "within the budget",
        LockStep.Delivered => "stored on the phone",
        LockStep.Acknowledged => "the phone obeys",
        LockStep.Locked => "read back",
        LockStep.Lifting => $"by {order.UnlockedBy}",
        LockStep.Refused => order.Why,
        LockStep.Rejected => $"by {order.By}",
        _ => null,
    };
}
