using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What the phone's own page shows, of one instant. Pure; it holds no secret.</summary>
/// <param name="Phone">Who the phone is, or null before it is enrolled.</param>
/// <param name="Now">The phone's trusted time.</param>
/// <param name="LastContact">When the server was heard last, at most a minute too early.</param>
/// <param name="Vms">Every slot of the phone.</param>
/// <param name="Flows">The settings between the VMs and what they say.</param>
/// <param name="Findings">What is not as it should be.</param>
/// <param name="Wipes">Wipes under way.</param>
/// <param name="Asked">What policy asks the user's consent for, and the consent that stands.</param>
internal sealed record LocalView(
    string? Phone, DateTimeOffset Now, DateTimeOffset LastContact, ImmutableArray<LocalVm> Vms, ImmutableArray<(string Title, string Text)> Flows,
    ImmutableArray<string> Findings, ImmutableArray<WipeUnderway> Wipes, ImmutableArray<(AskedConsent Asked, Consent? Standing)> Asked)
{
    /// <summary>What the server announced last: the rules that work VMs break, and what follows.</summary>
    public ImmutableArray<PhoneNotice> Notices { get; init; } = [];

    /// <summary>What is desired of the phone, as its journal has it.</summary>
    public static Desired Wanted(DeviceRecord record) =>
        record.Identity is not null && JwsKeys.Read(record.Identity.SigningKeys) is { IsRead: true } keys
            ? DesiredReading.Restore(record, new EnvelopeAcceptor(record.Identity.Phone, keys.Value))
            : Desired.Nothing;

    /// <summary>Puts together what the journal knows and what was read back last.</summary>
    public static LocalView Of(DeviceRecord record, SlotTable slots, PhoneReport? seen, TimeProvider time)
    {
        var (desired, now) = (Wanted(record), new TrustedClock(time, record.HighestTime).Now());
        var facts = FactsOf(record, slots, time);
        var plan = Reconciler.Plan(desired, new Observed([], FlowRules.Closed), facts, now);
        return new LocalView(
            record.Identity?.ToString(), now, record.LastContact,
            [.. slots.Slots.Select(slot => LocalVm.Of(slot, seen, desired, facts, plan, now))],
            [.. FlowRules.Settings.Select(ruled => (ruled.Setting.Title, ruled.Setting.Format(desired.Flows[ruled.Kind])))],
            [.. (seen?.Findings ?? []).Select(finding => finding.Explanation)],
            record.Wipes,
            [.. AskedConsent.In(desired, slots).Select(asked => (asked, asked.StandingIn(record, now)))]);
    }

    /// <summary>What the journal alone knows of the phone.</summary>
    public static DeviceFacts FactsOf(DeviceRecord record, SlotTable slots, TimeProvider time) => DeviceFacts.Fresh(slots, record.LastContact) with
    {
        Wipes = record.Wipes,
        WipedEpochs = record.WipedEpochs,
        Closed = record.Closed,
        Zone = time.LocalTimeZone,
        Leases = record.Leases ?? ImmutableSortedDictionary.Create<string, LeaseNotice>(StringComparer.Ordinal),
    };
}

/// <summary>One slot of the phone as its page shows it.</summary>
/// <param name="State">What was read back last.</param>
/// <param name="Lock">Why it is kept locked (one of <see cref="LockReasons"/>), or null.</param>
/// <param name="LocksAt">When its lease locks it if the server is not heard again; null for a VM without one.</param>
/// <param name="WipesAt">When its lease destroys its key then.</param>
/// <param name="WasWiped">Whether its VM was wiped, so that a lease has nothing left to end.</param>
internal sealed record LocalVm(string Slot, bool IsPersonal, GuestState State, string? Lock, DateTimeOffset? LocksAt, DateTimeOffset? WipesAt, bool WasWiped)
{
    public static LocalVm Of(SlotEntry slot, PhoneReport? seen, Desired desired, DeviceFacts facts, DevicePlan plan, DateTimeOffset now)
    {
        var wanted = desired.Vms.FirstOrDefault(vm => vm.Slot == slot.Slot);
        var vm = wanted is null || slot.Owner == SlotOwner.Personal ? null : new VmRef(wanted.Slot, wanted.Epoch);
        var wiped = vm is not null && facts.WasWiped(vm);
        var lease = vm is null || wiped ? null : LeaseClock.LeaseOf(vm, desired, facts, now);
        return new LocalVm(
            slot.Slot, slot.Owner == SlotOwner.Personal, StateOf(slot.Slot, seen), plan.Locks.GetValueOrDefault(slot.Slot),
            lease is null ? null : LeaseClock.Later(facts.LastContact, lease.OfflineLock), lease is null ? null : LeaseClock.Later(facts.LastContact, lease.OfflineWipe), wiped);
    }

    private static GuestState StateOf(string slot, PhoneReport? seen) =>
        seen?.Personal.FirstOrDefault(vm => vm.Slot == slot)?.State ?? seen?.Work.FirstOrDefault(vm => vm.Slot == slot)?.State ?? GuestState.Unknown;
}
