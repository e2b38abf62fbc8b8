using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Vms;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>What a phone's leases come to: how exposed each work VM is, and when that turns into a fact.</summary>
internal static class PhoneLeases
{
    /// <summary>How exposed each work VM is that is wanted and not proved gone.</summary>
    public static ImmutableArray<Exposure> Exposures(PhoneState state, DateTimeOffset now) =>
        [.. state.Vms.Select(vm => Exposed(state, vm.Key, vm.Value.Epoch, now))];

    /// <summary>Whether it adds nothing to what is known of the leases that the phone has this version.</summary>
    public static bool AreKnown(PhoneState state, long version) => state.Leases.Values.All(book => book.Stored(version).Possible.Length == book.Possible.Length);

    /// <summary>The terms that were given last, by slot.</summary>
    public static ImmutableSortedDictionary<string, LeaseTerms> Terms(PhoneState state) =>
        state.Leases.ToImmutableSortedDictionary(l => l.Key, l => l.Value.Newest, StringComparer.Ordinal);

    /// <summary>When the next lease ends for sure; null while the phone is in contact, and once all have.</summary>
    public static DateTimeOffset? NextEnd(PhoneState state) => Open(state, DateTimeOffset.MinValue).Min(e => e.At);

    /// <summary>The leases that have ended become facts, and their VMs hear of it.</summary>
    public static Outcome Look(PhoneState state, DateTimeOffset now) => Open(state, now)
        .Where(e => e.Readable == Readable.NoLonger)
        .Aggregate(Outcome.Nothing, (outcome, e) => outcome.And(Outcome.Happened(new PhoneEvent.LeaseEnded(e.Slot, e.Epoch, e.At!.Value)))
            .Tell(Vms.Vms.Of(state.Id, e.Slot), new VmCommand.LeaseEnded(e.Epoch, e.At.Value)));

    /// <summary>The phone is in contact: a lease that had ended runs anew, because the phone may have slept through its end.</summary>
    public static Outcome Renewed(Outcome outcome, PhoneState state) => state.Ended.Aggregate(
        outcome, (o, ended) => o.Tell(Vms.Vms.Of(state.Id, ended.Key), new VmCommand.LeaseRenewed(ended.Value.Epoch)));

    private static IEnumerable<Exposure> Open(PhoneState state, DateTimeOffset now) => Exposures(state, now)
        .Where(e => e.At is not null && state.Ended.GetValueOrDefault(e.Slot)?.Epoch != e.Epoch);

    private static Exposure Exposed(PhoneState state, string slot, long epoch, DateTimeOffset now) => Leases.Exposures.Of(
        slot, epoch,
        new LeaseFacts(HasData: true, state.InContact, state.ContactUntil, state.Leases.GetValueOrDefault(slot, LeaseBook.Fresh).Longest, state.Leases.GetValueOrDefault(slot)?.Notice), now);
}
