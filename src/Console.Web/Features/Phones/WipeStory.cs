using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>Tells a wipe as steps and in words. A step is shown as done only when it is a fact.</summary>
public static class WipeStory
{
    private static readonly ImmutableArray<WipeStep> Facts =
        [WipeStep.Requested, WipeStep.Released, WipeStep.Delivered, WipeStep.Acknowledged, WipeStep.Proved];

    /// <summary>Whether the order has ended without a proof.</summary>
    public static bool Failed(WipeOrder wipe) => wipe.Step is WipeStep.Refused or WipeStep.Rejected or WipeStep.Cancelled;

    /// <summary>Whether the order can still be taken back.</summary>
    public static bool CanCancel(WipeOrder wipe) => !wipe.Cancelling && wipe.Step is WipeStep.Requested or WipeStep.Held or WipeStep.Released;

    /// <summary>The steps, first to last.</summary>
    public static IReadOnlyList<LadderStep> Steps(WipeOrder wipe)
    {
        var steps = Path(wipe).Where(s => !Failed(wipe) || wipe.Times.ContainsKey(s)).Select(s => Step(wipe, s)).ToList();
        if (wipe.UnreadableSince is { } since) steps.Insert(steps.Count - 1, new("unreadable, unproved", StepState.Done, since, "the lease ended"));
        if (Failed(wipe)) steps.Add(new(wipe.Step.ToString().ToLowerInvariant(), StepState.Failed, Time(wipe, wipe.Step), Detail(wipe, wipe.Step)));
        return steps;
    }

    /// <summary>Where it stands and what comes next, in one sentence.</summary>
    public static string Sentence(WipeOrder wipe, bool online) => wipe switch
    {
        { Cancelling: true, Step: WipeStep.Released } => "It is being taken back. If the phone has it already, the wipe goes on.",
        { UnreadableSince: not null } =>
            "Nobody can read the data any more: the phone was out of contact for longer than its lease. Nothing proves that it is erased; a phone that is switched off erases only when it is switched on. The order stands.",
        { Step: WipeStep.Requested } => "Requested. The governor has not answered yet.",
        { Step: WipeStep.Held } => "Held: it is above the budget of this hour and waits for a second person.",
        { Step: WipeStep.Released } when !online => "Released. The phone is offline; the order waits for it and stands until it is carried out.",
        { Step: WipeStep.Released } => "Released. It is on its way to the phone.",
        { Step: WipeStep.Delivered } => "Delivered: the phone has stored the order. It can no longer be taken back.",
        { Step: WipeStep.Acknowledged } => "The phone has begun. Its signed receipt is awaited.",
        { Step: WipeStep.Proved } => "Proved: the phone signed what it saw. The data of this VM cannot be read again.",
        { Step: WipeStep.Refused } => $"The phone refused the order ({wipe.Code}). Nothing was erased by it.",
        { Step: WipeStep.Rejected } => $"Rejected by {wipe.RejectedBy}: {wipe.RejectedBecause}. Nothing was erased.",
        _ => "Taken back before it was delivered. Nothing was erased.",
    };

    private static IEnumerable<WipeStep> Path(WipeOrder wipe) => wipe.Times.ContainsKey(WipeStep.Held)
        ? Facts.Insert(1, WipeStep.Held)
        : Facts;

    private static LadderStep Step(WipeOrder wipe, WipeStep step) =>
        new(step.ToString().ToLowerInvariant(), StateOf(wipe, step), Time(wipe, step), wipe.Times.ContainsKey(step) ? Detail(wipe, step) : null);

    private static StepState StateOf(WipeOrder wipe, WipeStep step)
    {
        if (wipe.Step == step) return step is WipeStep.Held ? StepState.Current : StepState.Done;
        var path = Path(wipe).ToList();
        if (wipe.Times.ContainsKey(step) || path.IndexOf(step) < path.IndexOf(wipe.Step)) return StepState.Done;
        return !Failed(wipe) && wipe.Step is not WipeStep.Held && path.IndexOf(step) == path.IndexOf(wipe.Step) + 1 ? StepState.Current : StepState.Waiting;
    }

    private static DateTimeOffset? Time(WipeOrder wipe, WipeStep step) => wipe.Times.TryGetValue(step, out var at) ? at : null;

    private static string? Detail(WipeOrder wipe, WipeStep step) => step switch
    {
        WipeStep.Requested => $"by {wipe.RequestedBy}",
        WipeStep.Held => wipe.Step == WipeStep.Held ? "waits for a second person" : "above the budget",
        WipeStep.Released => wipe.ApprovedBy is { } by ? $"by {by}" : "within the budget",
        WipeStep.Delivered => "stored on the phone",
        WipeStep.Acknowledged => "the phone has begun",
        WipeStep.Proved => "receipt verified",
        WipeStep.Refused => wipe.Code,
        WipeStep.Rejected => $"by {wipe.RejectedBy}",
        _ => null,
    };
}
