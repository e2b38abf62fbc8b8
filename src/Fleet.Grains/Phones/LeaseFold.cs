using System.Collections.Immutable;
using Twofold.Fleet.Leases;

namespace Twofold.Fleet.Phones;

/// <summary>Keeps the book of what a phone may hold, and until when it can have been in contact. Where something is not known, the longer counts.</summary>
internal static class LeaseFold
{
    /// <summary>Terms are given with a policy. They stand in the book before anything can leave.</summary>
    public static ImmutableSortedDictionary<string, LeaseBook> Give(PhoneState state, PhoneEvent.PoliciesSet set) => set.VmPolicies.Keys.Aggregate(
        state.Leases,
        (books, slot) => books.SetItem(slot, books.GetValueOrDefault(slot, LeaseBook.Fresh).Give(
            new LeaseGrant(set.Version, set.Leases?.GetValueOrDefault(slot) ?? LeaseTerms.Longest), state.InContact)));

    public static PhoneState Connect(PhoneState state, PhoneEvent.Connected opened) => opened.OrdersOnly
        ? Disconnect(state, opened.At)
        : Each(state, book => book.Send()) with { ContactUntil = Later(state.ContactUntil, opened.At), Ended = state.Ended.Clear() };

    /// <summary>A socket that was no contact leaves the last one where it was.</summary>
    public static PhoneState Disconnect(PhoneState state, DateTimeOffset at) =>
        state.InContact ? state with { ContactUntil = Later(state.ContactUntil, at) } : state;

    /// <summary>The phone has stored a version; an older one than before shows that it lost what it had.</summary>
    public static PhoneState Store(PhoneState state, PhoneEvent.Received stored) => stored.Version < state.ReceivedVersion
        ? Forget(state)
        : Each(state, book => book.Stored(stored.Version, stored.At));

    /// <summary>The phone may have been in contact until the restored server began, and may have been given anything.</summary>
    public static PhoneState Restore(PhoneState state, DateTimeOffset at) => Forget(state) with
    {
        Session = null, OrdersOnly = false, ContactUntil = Later(state.ContactUntil, at), Ended = state.Ended.Clear(),
    };

    public static PhoneState Forget(PhoneState state) => state with
    {
        Leases = state.Vms.Keys.Union(state.Leases.Keys).ToImmutableSortedDictionary(
            slot => slot, slot => state.Leases.GetValueOrDefault(slot, LeaseBook.Fresh).Forget(), StringComparer.Ordinal),
    };

    private static PhoneState Each(PhoneState state, Func<LeaseBook, LeaseBook> change) =>
        state with { Leases = state.Leases.ToImmutableSortedDictionary(l => l.Key, l => change(l.Value), StringComparer.Ordinal) };

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;
}
