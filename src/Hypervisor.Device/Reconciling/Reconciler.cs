using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Says what is to do so that the phone becomes what it shall be. Pure: the same arguments give the same plan, and a plan that was
/// carried out leaves nothing to do.
/// </summary>
public static class Reconciler
{
    /// <summary>The steps from what was observed to what is desired: wipes first, then locks, then everything else.</summary>
    /// <param name="now">The phone's trusted time, never earlier than the highest time it has seen.</param>
    public static DevicePlan Plan(Desired desired, Observed observed, DeviceFacts facts, DateTimeOffset now)
    {
        var wipes = WipePlan.Of(desired, observed, facts, now);
        var locks = LockPlan.Of(desired, observed, facts, wipes, now);
        var vms = desired.Vms.Select(wanted => VmPlan.Of(wanted, observed, facts, wipes, locks)).ToList();
        return new DevicePlan(
            [.. wipes.Steps, .. locks.Steps, .. vms.SelectMany(vm => vm.Steps), .. Flows(desired, observed)],
            [.. desired.Findings.Concat(vms.SelectMany(vm => vm.Findings)).Concat(Announced(desired, facts, now)).Take(Limits.MaxFindings)],
            locks.Reasons,
            new[] { LeaseClock.NextAfter(now, desired, observed, facts), OfficeHours.NextAfter(now, desired) }.Min());
    }

    private static IEnumerable<DeviceFinding> Announced(Desired desired, DeviceFacts facts, DateTimeOffset now) =>
        from wanted in desired.Vms
        where facts.Slots.Find(wanted.Slot) is { Owner: SlotOwner.Organisation }
        let begins = facts.LeaseOf(new VmRef(wanted.Slot, wanted.Epoch))?.From
        where begins > now
        select new DeviceFinding(PlanCodes.LeaseAnnounced, $"a shorter lease counts from {begins:yyyy-MM-dd HH:mm} UTC on", wanted.Slot);

    private static IEnumerable<Step> Flows(Desired desired, Observed observed) => FlowRules.Settings
        .Where(ruled => observed.Flows[ruled.Kind] != desired.Flows[ruled.Kind])
        .Select(ruled => new Step.SetFlow(ruled.Kind, desired.Flows[ruled.Kind]));
}
