using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>Compares and checks what phones read back.</summary>
internal static class Reports
{
    private const int MaxSettings = 128;
    private const int MaxFindings = 64;

    /// <summary>What is wrong with a report, or null. A personal VM that is reported like a work VM would say more than may be known of it.</summary>
    public static string? Problem(PhoneReport report, PhoneState state)
    {
        var slots = report.Work.Select(w => (w.Slot, Owner: VmOwner.Organisation)).Concat(report.Personal.Select(p => (p.Slot, Owner: VmOwner.Personal)));
        if (slots.FirstOrDefault(s => state.OwnerOf(s.Slot) != s.Owner) is { Slot: { } bad }) return $"slot `{bad}` is not one the phone declared as such";
        if (slots.DistinctBy(s => s.Slot).Count() < report.Work.Length + report.Personal.Length) return "a slot is reported twice";
        if (report.Findings.FirstOrDefault(f => !IsDiscreet(f, state)) is { } tells) return $"a finding says more about `{tells.Slot}`, which is personal, than may be known";
        return report.Findings.Length > MaxFindings || report.Flows.Count > MaxSettings || report.Work.Any(w => w.Settings.Count > MaxSettings)
            ? $"at most {MaxSettings} settings each and {MaxFindings} findings are reported"
            : null;
    }

    private static bool IsDiscreet(DeviceFinding finding, PhoneState state) =>
        finding.Slot is not { } slot || state.OwnerOf(slot) != VmOwner.Personal || finding == DeviceFinding.OfPersonal(slot);

    /// <summary>Whether two reports say the same, whenever they were made.</summary>
    public static bool Same(PhoneReport? a, PhoneReport b) =>
        a is not null && a.Version == b.Version && a.Settled == b.Settled
        && a.Work.Length == b.Work.Length && a.Work.Zip(b.Work).All(w => Same(w.First, w.Second))
        && a.Personal.SequenceEqual(b.Personal) && a.Flows.SequenceEqual(b.Flows) && a.Findings.SequenceEqual(b.Findings);

    /// <summary>Whether two reports on a work VM say the same.</summary>
    public static bool Same(WorkVmReport? a, WorkVmReport? b) =>
        a is null || b is null ? a == b : a with { Settings = b.Settings } == b && a.Settings.SequenceEqual(b.Settings);

    /// <summary>The VMs of which the report says something else than the last one, and what to tell them.</summary>
    public static IEnumerable<(string Slot, VmCommand Letter)> Changed(PhoneState state, PhoneReport report) =>
        from slot in state.Enrolment.Slots
        let before = Of(state.Report, slot.Slot)
        let after = Of(report, slot.Slot)
        where !Same(before.Work, after.Work) || before.Personal != after.Personal
        select (slot.Slot, (VmCommand)new VmCommand.Observe(after.Work, after.Personal, report.At));

    private static (WorkVmReport? Work, PersonalVmReport? Personal) Of(PhoneReport? report, string slot) =>
        (report?.Work.FirstOrDefault(w => w.Slot == slot), report?.Personal.FirstOrDefault(p => p.Slot == slot));
}
