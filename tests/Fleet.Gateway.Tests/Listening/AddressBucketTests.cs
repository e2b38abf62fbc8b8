using System.Net;

namespace Twofold.Fleet.Gateway.Tests.Listening;

public sealed class AddressBucketTests
{
    [Fact]
    public void No_number_of_addresses_needs_more_counters_than_there_are()
    {
        var random = new Random(1);
        var bytes = new byte[16];
        var used = new HashSet<int>();
        for (var n = 0; n < 100_000; n++)
        {
            random.NextBytes(bytes);
            used.Add(AddressBucket.Of(new IPAddress(bytes)));
        }

        Assert.Equal(AddressBucket.Count, used.Count);
        Assert.All(used, bucket => Assert.InRange(bucket, 0, AddressBucket.Count - 1));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7")]
    public void Addresses_of_one_network_share_a_counter(string one, string other) =>
        Assert.Equal(AddressBucket.Of(IPAddress.Parse(one)), AddressBucket.Of(IPAddress.Parse(other)));
}
