using System.Collections.Immutable;

namespace Twofold.Protocol;

/// <summary>What a phone may report: the part of <see cref="Limits"/> about observed state.</summary>
internal static class ReportLimits
{
    public static string? Fault(PhoneReport report) => Limits.Count(report.Version, "version")
        ?? Limits.Each(report.Work, Limits.MaxSlots, "work", Fault)
        ?? Limits.Each(report.Personal, Limits.MaxSlots, "personal", Fault)
        ?? Limits.Distinct([.. report.Work.Select(w => w.Slot), .. report.Personal.Select(p => p.Slot)], "slot")
        ?? Settings(report.Flows, "flows")
        ?? Limits.Each(report.Findings, Limits.MaxFindings, "findings", Fault)
        ?? Limits.Unless(report.Findings.All(f => IsDiscreet(f, report.Personal)), "findings");

    // INVARIANT: free text never speaks of a personal VM.
    private static bool IsDiscreet(DeviceFinding finding, ImmutableArray<PersonalVmReport> personal) =>
        !personal.Any(vm => vm.Slot == finding.Slot) || finding == DeviceFinding.OfPersonal(finding.Slot!);

    private static string? Fault(WorkVmReport vm) => Limits.Unless(Grammar.IsSlot(vm.Slot), "slot") ?? Limits.Count(vm.Epoch, "epoch")
        ?? Limits.Unless(Enum.IsDefined(vm.State), "state") ?? Limits.Unless(vm.Policy is null || Digest.IsOne(vm.Policy), "policy")
        ?? Settings(vm.Settings, "settings") ?? Limits.Count(vm.StorageBytes, "storageBytes")
        ?? Limits.Unless(vm.Lock is null || Grammar.IsSettingKey(vm.Lock), "lock");

    private static string? Fault(PersonalVmReport vm) => Limits.Unless(Grammar.IsSlot(vm.Slot), "slot")
        ?? Limits.Unless(Enum.IsDefined(vm.State), "state") ?? Limits.Count(vm.StorageBytes, "storageBytes");

    private static string? Fault(DeviceFinding finding) => Limits.Unless(Grammar.IsCode(finding.Code), "code")
        ?? Limits.Unless(Grammar.IsText(finding.Explanation, 0, Limits.MaxExplanation), "explanation")
        ?? Limits.Unless(finding.Slot is null || Grammar.IsSlot(finding.Slot), "slot");

    private static string? Settings(ImmutableSortedDictionary<string, ObservedSetting> settings, string member) => Limits.Unless(
        settings.Count <= Limits.MaxSettings
        && settings.All(s => Grammar.IsSettingKey(s.Key) && s.Value is { } seen && (seen.Text is null || Grammar.IsText(seen.Text, 0, Limits.MaxValue))),
        member);
}
