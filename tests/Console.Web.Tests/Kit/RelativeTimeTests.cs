using Twofold.Web.Kit;

namespace Twofold.Web.Tests.Kit;

public sealed class RelativeTimeTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-9, "just now")]
    [InlineData(9, "in a moment")]
    [InlineData(-59, "59 s ago")]
    [InlineData(-60, "1 min ago")]
    [InlineData(7_199, "in 1 h")]
    [InlineData(-86_400 * 3, "3 d ago")]
    [InlineData(-86_400 * 40, "2026-01-22")]
    public void An_instant_is_said_the_way_people_do(int seconds, string words) =>
        Assert.Equal(words, RelativeTime.Words(Now.AddSeconds(seconds), Now));
}
