using Twofold.Fleet.Leases;
using Twofold.Fleet.Tests.Laws;

namespace Twofold.Fleet.Tests.Leases;

/// <summary>Whatever was sent, lost or stored: the book never counts with less than what the phone holds.</summary>
public sealed class LeaseBookTests
{
    [Fact]
    public void Terms_that_were_given_while_the_phone_was_away_count_only_once_it_is_back()
    {
        var away = LeaseBook.Fresh.Give(Grant(1, 400), connected: false);
        Assert.Equal(30, away.Longest.OfflineWipe.TotalDays);
        Assert.Equal(400, away.Send().Longest.OfflineWipe.TotalDays);
    }

    [Fact]
    public void Shorter_terms_count_only_once_the_phone_has_stored_them()
    {
        var sent = LeaseBook.Fresh.Give(Grant(5, 2), connected: true);
        Assert.Equal(30, sent.Longest.OfflineWipe.TotalDays);
        Assert.Equal(30, sent.Stored(4).Longest.OfflineWipe.TotalDays);
        Assert.Equal(2, sent.Stored(5).Longest.OfflineWipe.TotalDays);
        Assert.Equal(2, sent.Stored(9).Longest.OfflineWipe.TotalDays);
    }

    [Fact]
    public void After_a_restore_the_longest_lease_there_is_counts_until_the_phone_stores_a_version_of_ours()
    {
        var forgotten = LeaseBook.Fresh.Give(Grant(5, 2), connected: true).Stored(5).Forget();
        Assert.Equal(LeaseTerms.Longest, forgotten.Longest);
        Assert.Equal(LeaseTerms.Longest, forgotten.Stored(4).Longest);
        Assert.Equal(2, forgotten.Stored(5).Longest.OfflineWipe.TotalDays);
    }

    [Fact]
    public void Starts_out_of_contact_count_until_the_phone_has_stored_terms_without_them()
    {
        var allowed = LeaseBook.Fresh.Give(new LeaseGrant(1, LeaseTerms.Default with { OfflineBoots = 3 }), connected: true);
        var fewer = allowed.Give(new LeaseGrant(2, LeaseTerms.Default), connected: true);
        Assert.Equal((3, 3, 0), (allowed.Longest.OfflineBoots, fewer.Stored(1).Longest.OfflineBoots, fewer.Stored(2).Longest.OfflineBoots));
        Assert.Equal(3, fewer.Forget().Longest.OfflineBoots);
    }

    [Fact]
    public void Whatever_is_given_lost_or_stored_the_book_never_counts_with_less_than_the_phone_holds() => Law.Holds(400, 60, choices =>
    {
        var (book, version, connected) = (LeaseBook.Fresh, 0L, false);
        var (newest, held) = (new LeaseGrant(0, LeaseTerms.Default), new LeaseGrant(0, LeaseTerms.Default));
        foreach (var choice in choices)
        {
            switch (choice % 5)
            {
                case 0:
                    newest = Grant(++version, 1 + (choice % 700));
                    book = book.Give(newest, connected);
                    break;
                case 1:
                    (connected, book) = (true, book.Send());
                    break;
                case 2:
                    connected = false;
                    break;
                case 3 when connected:
                    // The phone stores what is newest; whether the server hears of it, the next case says.
                    held = newest;
                    break;
                case 4 when connected:
                    book = book.Stored(held.Version);
                    break;
            }

            Assert.True(book.Longest.OfflineWipe >= held.Terms.OfflineWipe, $"the phone holds {held}, the book counts with {book.Longest}");
            Assert.InRange(book.Possible.Length, 1, LeaseBook.MaxPossible);
        }
    });

    private static LeaseGrant Grant(long version, int days) => new(version, new LeaseTerms(TimeSpan.FromHours(8), TimeSpan.FromDays(days)));
}
