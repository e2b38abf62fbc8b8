using System.Globalization;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary><c>status</c>: what the phone's user may know without asking anybody.</summary>
internal static class StatusVerb
{
    public static int Run(Arguments arguments, TextWriter output)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        var record = DeviceJournal.Open(new DurableFile(folder.Journal)).Record;
        var orders = new OrderLog(folder.Orders, TimeProvider.System).Read().ToList();
        foreach (var line in Page(folder)) output.WriteLine(line);
        foreach (var line in Vms(new SeenFile(folder.Seen).Read())) output.WriteLine(line);
        foreach (var line in Notices(new NoticeFile(folder.Notices).Read())) output.WriteLine(line);
        foreach (var line in Lines(record, SlotTable.Load(folder.Slots), orders, TimeProvider.System)) output.WriteLine(line);
        return 0;
    }

    private static IEnumerable<string> Page(PhoneFolder folder) =>
        DoorSocket.Ask(folder.Door) is { } address ? [$"page {address}", $"  opens once, within {LocalDoor.KeyLasts.TotalMinutes} minutes"] : [];

    internal static IEnumerable<string> Vms(PhoneReport? seen) => seen is null ? [] :
    [
        seen is { Settled: true, Version: > 0 } ? "settled" : "under way",
        .. seen.Personal.Select(vm => $"vm {vm.Slot} {Lower(vm.State)}"),
        .. seen.Work.Select(vm => $"vm {vm.Slot} {Lower(vm.State)}{(vm.Lock is null ? string.Empty : $" locked {vm.Lock}")}"),
    ];

    internal static IEnumerable<string> Notices(IReadOnlyList<PhoneNotice> notices) =>
        ["out of compliance", .. OrNone(notices.Select(n => $"{n.Slot} breaks {n.Setting} since {Day(n.Since)}: {Follows(n)}"))];

    internal static IEnumerable<string> Lines(DeviceRecord record, SlotTable slots, IReadOnlyList<string> orders, TimeProvider time) =>
    [
        "privacy", .. PublishedList.Told.Select(told => $"  the organisation is told of {told.About}: {told.Text}"), .. PublishedList.Never.Select(never => $"  {never}"),
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
        var now = new TrustedClock(time, record.HighestTime).Now();
        var plan = Reconciler.Plan(LocalView.Wanted(record), new Observed([], FlowRules.Closed), LocalView.FactsOf(record, slots, time), now);
        return plan.Locks.Select(locked => $"{locked.Key} {locked.Value}");
    }

    private static string Follows(PhoneNotice notice) => (notice.LockAt, notice.WipeAt) switch
    {
        (null, null) => "nothing follows",
        ({ } locks, null) => $"locked on {Day(locks)} unless it complies before",
        (null, { } wipe) => $"wiped on {Day(wipe)} unless it complies before",
        ({ } locks, { } wipe) when locks < wipe => $"locked on {Day(locks)} and wiped on {Day(wipe)} unless it complies before",
        (_, { } wipe) => $"wiped on {Day(wipe)} unless it complies before",
    };

    private static string Day(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(DeviceRecord record, Setting setting) =>
        record.Effective.GetValueOrDefault("phone")?.GetValueOrDefault(setting.Key) ?? setting.StrictestText;

    private static string Lower(GuestState state) => state.ToString().ToLowerInvariant();

    private static IEnumerable<string> OrNone(IEnumerable<string> lines) => lines.DefaultIfEmpty("none").Select(line => $"  {line}");
}
