using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary><c>status</c>: what the phone's user may know without asking anybody.</summary>
internal static class StatusVerb
{
    // INVARIANT: this is the whole of PhoneReport and Hello as far as it concerns the personal VM; a test compares the two.
    private static readonly string[] Privacy =
    [
        "the organisation is told of a personal VM: its slot, whether it runs, and how much storage it takes",
        "the organisation is told of the phone: the hardware identity, the versions of agent and hypervisor, and when it is in contact",
        "the organisation can not read, stop, erase, copy or starve a personal VM; copied texts, files, notifications and contacts pass only as shown below",
    ];

    public static int Run(Arguments arguments, TextWriter output)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        var record = DeviceJournal.Open(new DurableFile(folder.Journal)).Record;
        var orders = new OrderLog(folder.Orders, TimeProvider.System).Read().ToList();
        foreach (var line in Vms(new SeenFile(folder.Seen).Read())) output.WriteLine(line);
        foreach (var line in Lines(record, SlotTable.Load(folder.Slots), orders, TimeProvider.System)) output.WriteLine(line);
        return 0;
    }

    internal static IEnumerable<string> Vms(PhoneReport? seen) => seen is null ? [] :
    [
        seen is { Settled: true, Version: > 0 } ? "settled" : "under way",
        .. seen.Personal.Select(vm => $"vm {vm.Slot} {Lower(vm.State)}"),
        .. seen.Work.Select(vm => $"vm {vm.Slot} {Lower(vm.State)}{(vm.Lock is null ? string.Empty : $" locked {vm.Lock}")}"),
    ];

    internal static IEnumerable<string> Lines(DeviceRecord record, SlotTable slots, IReadOnlyList<string> orders, TimeProvider time) =>
    [
        "privacy", .. Privacy.Select(line => $"  {line}"),
        "phone", $"  {record.Identity?.ToString() ?? "not enrolled"}",
        $"  version {record.AppliedVersion}, last contact {record.LastContact:O}",
        "slots", .. slots.Slots.Select(slot => $"  {slot.Slot} {(slot.Owner == SlotOwner.Personal ? "personal" : "organisation")}"),
        "locked", .. OrNone(Locks(record, slots, time)),
        "between the VMs", .. FlowRules.Settings.Select(ruled => $"  {ruled.Setting.Key} {Text(record, ruled.Setting)}"),
        "wipes under way", .. OrNone(record.Wipes.Select(wipe => $"{wipe.OrderId} {wipe.Slot}-{wipe.Epoch} {wipe.Stage}")),
        "orders ever received", .. OrNone(orders),
    ];

    private static IEnumerable<string> Locks(DeviceRecord record, SlotTable slots, TimeProvider time)
    {
        if (record.Identity is null || JwsKeys.Read(record.Identity.SigningKeys) is not { IsRead: true } keys) return [];
        var desired = DesiredReading.Restore(record, new EnvelopeAcceptor(record.Identity.Phone, keys.Value));
        var facts = DeviceFacts.Fresh(slots, record.LastContact) with { WipedEpochs = record.WipedEpochs, Closed = record.Closed, Zone = time.LocalTimeZone };
        var plan = Reconciler.Plan(desired, new Observed([], FlowRules.Closed), facts, new TrustedClock(time, record.HighestTime).Now());
        return plan.Locks.Select(locked => $"{locked.Key} {locked.Value}");
    }

    private static string Text(DeviceRecord record, Setting setting) =>
        record.Effective.GetValueOrDefault("phone")?.GetValueOrDefault(setting.Key) ?? setting.StrictestText;

    private static string Lower(GuestState state) => state.ToString().ToLowerInvariant();

    private static IEnumerable<string> OrNone(IEnumerable<string> lines) => lines.DefaultIfEmpty("none").Select(line => $"  {line}");
}
