namespace Twofold.Protocol.Tests.Frames;

public sealed class VersionsTests
{
    [Theory]
    [InlineData(new[] { 3, 2, 1 }, new[] { 2, 1 }, 2)]
    [InlineData(new[] { 1, 2, 3 }, new[] { 1, 2 }, 2)]
    [InlineData(new[] { 1 }, new[] { 1 }, 1)]
    [InlineData(new[] { 3 }, new[] { 2, 1 }, null)]
    [InlineData(new int[0], new[] { 1 }, null)]
    public void The_highest_version_that_both_speak_is_taken(int[] offered, int[] spoken, int? expected) =>
        Assert.Equal(expected, Versions.Negotiate([.. offered], [.. spoken]));

    [Fact]
    public void This_code_speaks_its_own_version() => Assert.Equal(ChannelLimits.Protocol, Versions.Negotiate([99, ChannelLimits.Protocol]));
}
