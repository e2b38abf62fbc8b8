using Twofold.Fleet.Leases;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Leases;

/// <summary>For how long data can be read, as a table of cases. The lease is 10 days; slack and drift make it 10 days, 19 minutes and 24 seconds.</summary>
public sealed class ExposureTests
{
    private static readonly DateTimeOffset Now = Sample.Start;
    private static readonly TimeSpan TenDays = TimeSpan.FromDays(10);
    private static readonly TimeSpan WithSlack = TenDays + TimeSpan.FromMinutes(5) + (TenDays / 1000);

    [Theory]
    [InlineData(false, true, 0.0, 0, Readable.Never)]
    [InlineData(false, false, -99.0, 0, Readable.Never)]
    [InlineData(true, false, null, 0, Readable.Never)]
    [InlineData(true, true, 0.0, 0, Readable.InContact)]
    [InlineData(true, true, -99.0, 3, Readable.InContact)]
    [InlineData(true, false, 0.0, 0, Readable.Until)]
    [InlineData(true, false, -9.99, 0, Readable.Until)]
    [InlineData(true, false, -10.0, 0, Readable.Until)]
    [InlineData(true, false, -10.02, 0, Readable.NoLonger)]
    [InlineData(true, false, -9999.0, 0, Readable.NoLonger)]
    [InlineData(true, false, -1.0, 1, Readable.Unbounded)]
    [InlineData(true, false, -9999.0, 1, Readable.Unbounded)]
    public void Data_can_be_read_as_the_facts_say(bool hasData, bool inContact, double? lastContactInDays, int offlineBoots, Readable expected)
    {
        DateTimeOffset? last = lastContactInDays is { } days ? Now + TimeSpan.FromDays(days) : null;
        var exposure = Exposures.Of("work", 1, new LeaseFacts(hasData, inContact, last, new LeaseTerms(TimeSpan.FromHours(8), TenDays, offlineBoots)), Now);
        Assert.Equal(expected, exposure.Readable);
        Assert.Equal(expected is Readable.Until or Readable.NoLonger ? last + WithSlack : null, exposure.At);
        Assert.Equal(expected is Readable.Never or Readable.Unbounded || offlineBoots > 0 ? null : WithSlack, exposure.After);
    }

    [Fact]
    public void A_lease_below_the_phones_own_minimum_counts_as_the_minimum() => Assert.Equal(
        Exposures.After(new LeaseTerms(TimeSpan.Zero, TimeSpan.FromHours(1))), Exposures.After(new LeaseTerms(TimeSpan.Zero, TimeSpan.FromSeconds(1))));

    [Fact]
    public void No_lease_is_longer_than_the_longest()
    {
        Assert.True(LeaseTerms.Longest.UntilWipe >= LeaseTerms.Default.UntilWipe);
        Assert.Equal(TimeSpan.FromDays(730), LeaseTerms.Longest.OfflineWipe);
    }
}
