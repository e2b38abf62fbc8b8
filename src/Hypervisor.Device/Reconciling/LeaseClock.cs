using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Compares the time without contact with the lease of each work VM.</summary>
internal static class LeaseClock
{
    /// <summary>Whether the VM has to be locked.</summary>
    public static bool LockIsDue(VmRef vm, Desired desired, DeviceFacts facts, DateTimeOffset now) =>
        now - facts.LastContact > LeaseOf(vm, desired, facts, now).OfflineLock;

    /// <summary>Whether its key has to be destroyed.</summary>
    public static bool WipeIsDue(VmRef vm, Desired desired, DeviceFacts facts, DateTimeOffset now) =>
        now - facts.LastContact > LeaseOf(vm, desired, facts, now).OfflineWipe;

    /// <summary>The id under which the phone wipes by itself: one for each VM and contact.</summary>
    public static string OrderId(VmRef vm, DeviceFacts facts) => $"{WipeReceipt.LeasePrefix}{vm.Slot}.{vm.Epoch}.{facts.LastContact.ToUnixTimeSeconds()}";

    /// <summary>The next instant at which a lease runs out, or null.</summary>
    public static DateTimeOffset? NextAfter(DateTimeOffset now, Desired desired, Observed observed, DeviceFacts facts) => observed.Vms
        .Where(seen => seen.State != VmState.Absent && facts.Slots.Find(seen.Vm.Slot) is { Owner: SlotOwner.Organisation })
        .SelectMany(seen => Ends(seen.Vm, desired, facts, now))
        .Where(due => due >= now)
        .Select(due => (DateTimeOffset?)due)
        .Min();

    /// <summary>The first tick at which the strict comparison above holds.</summary>
    public static DateTimeOffset Later(DateTimeOffset from, TimeSpan span) =>
        span < DateTimeOffset.MaxValue - from ? from + span + TimeSpan.FromTicks(1) : DateTimeOffset.MaxValue;

    /// <summary>The lease that counts for the VM now.</summary>
    public static Lease LeaseOf(VmRef vm, Desired desired, DeviceFacts facts, DateTimeOffset now) =>
        desired.Vms.FirstOrDefault(wanted => wanted.Slot == vm.Slot && wanted.Epoch == vm.Epoch) is { } named
            ? (facts.LeaseOf(vm)?.At(now) ?? named.Settings.Lease).Bounded()
            : Lease.Default.Bounded();

    // An announced lease that begins to count may be over already: that instant counts too.
    private static IEnumerable<DateTimeOffset> Ends(VmRef vm, Desired desired, DeviceFacts facts, DateTimeOffset now)
    {
        var lease = LeaseOf(vm, desired, facts, now);
        yield return Later(facts.LastContact, lease.OfflineLock);
        yield return Later(facts.LastContact, lease.OfflineWipe);
        if (facts.LeaseOf(vm)?.From is { } begins && begins > now) yield return begins;
    }
}
