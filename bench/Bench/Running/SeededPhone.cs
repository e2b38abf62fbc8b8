using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Bench.Running;

/// <summary>
/// One of a million phones, the same in every run: most are offline, most comply, few are being wiped or locked, owners have about two phones each,
/// labels are of a few dozen teams and sites.
/// </summary>
internal sealed record SeededPhone(PhoneState Phone, ImmutableArray<VmState> Vms)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<string> Sites = ["bern", "basel", "zurich", "geneva", "lugano", "chur", "olten", "sion"];
    private static readonly ImmutableArray<string> Settings = ["vm.camera", "vm.usb", "vm.clipboard", "phone.screen-lock", "vm.memory", "flow.files"];
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(14);
    private static readonly ImmutableSortedDictionary<string, ObservedSetting> NoSettings = ImmutableSortedDictionary<string, ObservedSetting>.Empty;

    /// <summary>The phone with this number.</summary>
    public static SeededPhone Of(int number)
    {
        var chance = new Random(number);
        var (hardware, name) = ($"hw-{chance.NextInt64():x16}", $"phone-{number:D7}");
        var id = PhoneId.From(hardware);
        var verdict = chance.Next(1000) switch { < 25 => VerdictState.NonCompliant, < 60 => VerdictState.Pending, < 160 => VerdictState.Unknown, _ => VerdictState.Compliant };
        var work = chance.Next(100) switch { < 70 => GuestState.Running, < 85 => GuestState.Suspended, < 95 => GuestState.Stopped, < 98 => GuestState.Paused, < 99 => GuestState.Failed, _ => GuestState.Absent };
        var at = Now.AddSeconds(-Math.Pow(chance.NextDouble(), 3) * 90 * 86_400);
        var wipe = chance.Next(1000) == 0 ? Wipe(number, chance, at) : null;
        var vms = ImmutableArray.Create(
            new VmState { Phone = id, PhoneName = name, Slot = "personal", Owner = VmOwner.Personal, Personal = new("personal", GuestState.Running, 0), ObservedAt = at },
            new VmState { Phone = id, PhoneName = name, Slot = "work", Owner = VmOwner.Organisation, Epoch = 1, Desired = Lifecycle.Running, Work = Report(work), ObservedAt = at, Wipes = wipe is null ? [] : [wipe], Locks = number % 500 == 250 ? [Lock(number, at)] : [] });
        return new(PhoneOf(number, chance, id, hardware, name, verdict, work, at) with { Orders = Standing(wipe) }, vms);
    }

    /// <summary>The rows of the phone and of its VMs.</summary>
    public IEnumerable<(GrainId Id, ImmutableArray<IndexRow> Rows)> Grains()
    {
        var phone = new GrainId(PhoneRules.Kind, Phone.Id);
        yield return (phone, PhoneRules.Rows(Phone, phone));
        foreach (var vm in Vms)
        {
            var id = Fleet.Vms.Vms.Of(vm.Phone, vm.Slot).Id;
            yield return (id, VmRules.Rows(vm, id));
        }
    }

    private static PhoneState PhoneOf(
        int number, Random chance, string id, string hardware, string name, VerdictState verdict, GuestState work, DateTimeOffset at)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty
            .Add("site", Sites[chance.Next(Sites.Length)]).Add("team", $"team-{chance.Next(40):D2}");
        var findings = verdict is VerdictState.Compliant or VerdictState.Unknown
            ? []
            : ImmutableArray.Create(new Finding(Settings[chance.Next(Settings.Length)], verdict, "off", "on", "restart the work VM", chance.Next(4) == 0));
        var online = chance.Next(100) == 0;
        return new PhoneState
        {
            Id = id,
            Enrolment = new($"enrolment-{number}", hardware, name, $"owner{chance.Next(SeededFleet.Count / 2):D6}@example.org", labels, new string('k', 124), new string('f', 64),
                [new SlotDeclaration("personal", VmOwner.Personal), new SlotDeclaration("work", VmOwner.Organisation)]),
            Version = 12, ReceivedVersion = 12, ObservedVersion = chance.Next(50) == 0 ? 11 : 12, PolicyRevision = chance.Next(10) == 0 ? 6 : 7,
            Vms = ImmutableSortedDictionary<string, WantedVm>.Empty.Add("work", new WantedVm(1, Lifecycle.Running)),
            Session = online ? $"session-{number}" : null, LastContact = at, ContactUntil = at, Ended = EndedBy(at), Agent = $"twofold-agent 1.{chance.Next(4)}", Hypervisor = "qemu 9.2", Protocol = 1,
            Report = new PhoneReport(12, true, at, [Report(work)], [new("personal", GuestState.Running, 0)], NoSettings, []),
            Verdict = verdict, Findings = findings, FindingsSince = findings.ToImmutableSortedDictionary(f => $"{f.Setting} {Word(f.State)}", _ => at),
            JudgedAt = at, Escalations = ImmutableSortedDictionary<string, string>.Empty.Add("work", number % 3 == 0 ? "wipe 14d" : "lock 3d, wipe 14d"),
            Broken = [.. findings.Where(f => f.State == VerdictState.NonCompliant).Select(f => Broken(f, at))],
        };
    }

    // Whose days are over was noticed by the sweep, which wrote it down.
    private static BrokenRule Broken(Finding finding, DateTimeOffset at) =>
        new("work", finding.Setting, at, OverAt: at + LongestGrace <= Now ? at + LongestGrace : null);

    private static ImmutableSortedDictionary<string, EndedLease> EndedBy(DateTimeOffset at) => at + LeaseTerms.Default.UntilWipe < Now
        ? ImmutableSortedDictionary<string, EndedLease>.Empty.Add("work", new EndedLease(1, at + LeaseTerms.Default.UntilWipe))
        : ImmutableSortedDictionary<string, EndedLease>.Empty;

    private static ImmutableArray<StandingOrder> Standing(WipeOrder? wipe) => wipe?.Step is WipeStep.Released or WipeStep.Delivered or WipeStep.Acknowledged
        ? [new(new DeviceOrder(wipe.OrderId, OrderKind.Wipe, "work", 1), 12, (OrderProgress)(wipe.Step - WipeStep.Released))]
        : [];

    private static string Word(VerdictState state) => state == VerdictState.NonCompliant ? "non-compliant" : state.ToString().ToLowerInvariant();

    private static WorkVmReport Report(GuestState state) => new("work", 1, state, null, NoSettings, 4_294_967_296, null);

    private static WipeOrder Wipe(int number, Random chance, DateTimeOffset at)
    {
        var step = (WipeStep)chance.Next((int)WipeStep.Proved + 1);
        return new($"wipe-{number:x16}", 1, "lost on a journey", $"operator{chance.Next(30)}", step,
            ImmutableSortedDictionary<WipeStep, DateTimeOffset>.Empty.SetItem(WipeStep.Requested, at).SetItem(step, at), null, null, null, null);
    }

    private static LockOrder Lock(int number, DateTimeOffset at)
    {
        var step = (LockStep)(number / 500 % ((int)LockStep.Locked + 1));
        return new($"lock-{number:x16}", 1, "left in a train", $"operator{number % 30}", step,
            ImmutableSortedDictionary<LockStep, DateTimeOffset>.Empty.SetItem(LockStep.Requested, at).SetItem(step, at));
    }
}
