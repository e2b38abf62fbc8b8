namespace Twofold.Fleet.Leases;

/// <summary>For how long the data of a work VM can be read.</summary>
public enum Readable
{
    /// <summary>There is nothing to read: the VM was never made, or its wipe is proved.</summary>
    Never,

    /// <summary>The phone is in contact: the time runs from the moment at which that ends.</summary>
    InContact,

    /// <summary>Until an instant, however the phone is kept from contact.</summary>
    Until,

    /// <summary>No longer since an instant. A phone that is switched off has erased nothing; it cannot open the VM either.</summary>
    NoLonger,

    /// <summary>No instant can be given.</summary>
    Unbounded,
}

/// <summary>How exposed the data of one work VM is.</summary>
/// <param name="At">The latest instant at which it can be read, for <see cref="Readable.Until"/> and <see cref="Readable.NoLonger"/>.</param>
/// <param name="After">How long it stays readable after the contact ends; null when that is not bounded or there is nothing to read.</param>
public sealed record Exposure(string Slot, long Epoch, Readable Readable, DateTimeOffset? At, TimeSpan? After);

/// <summary>What decides how exposed a work VM is.</summary>
/// <param name="HasData">The VM is wanted and its wipe is not proved.</param>
/// <param name="InContact">A socket is open that counts as contact.</param>
/// <param name="LastContact">The latest instant at which the phone can have been in contact, or null for never.</param>
/// <param name="Terms">The longest terms that the phone may hold.</param>
/// <param name="Notice">Until when the terms before may count still, or null.</param>
public sealed record LeaseFacts(bool HasData, bool InContact, DateTimeOffset? LastContact, LeaseTerms Terms, DateTimeOffset? Notice = null);

/// <summary>Computes exposure from facts.</summary>
public static class Exposures
{
    // What a phone needs to notice that the line is dead, and to end a VM; and what its clock may drift over the lease.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);
    private const int DriftPerMille = 1;

    /// <summary>How exposed the VM is at <paramref name="now"/>.</summary>
    public static Exposure Of(string slot, long epoch, LeaseFacts facts, DateTimeOffset now)
    {
        TimeSpan? after = facts.Terms.OfflineBoots > 0 ? null : After(facts.Terms);
        return (facts, after) switch
        {
            ({ HasData: false } or { InContact: false, LastContact: null }, _) => new(slot, epoch, Readable.Never, null, null),
            ({ InContact: true }, _) => new(slot, epoch, Readable.InContact, null, after),
            (_, null) => new(slot, epoch, Readable.Unbounded, null, null),
            ({ LastContact: { } last }, { } span) => Ends(slot, epoch, Later(last + span, facts.Notice), span, now),
        };
    }

    private static Exposure Ends(string slot, long epoch, DateTimeOffset end, TimeSpan span, DateTimeOffset now) =>
        new(slot, epoch, end <= now ? Readable.NoLonger : Readable.Until, end, span);

    private static DateTimeOffset Later(DateTimeOffset end, DateTimeOffset? notice) =>
        notice is { } announced && announced + Slack > end ? announced + Slack : end;

    /// <summary>The longest time from the last contact to the end of the last read.</summary>
    public static TimeSpan After(LeaseTerms terms) => terms.UntilWipe + (terms.UntilWipe * DriftPerMille / 1000) + Slack;
}
