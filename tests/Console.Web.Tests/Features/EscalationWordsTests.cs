using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Twofold.Web.Features.Phones;

namespace Twofold.Web.Tests.Features;

public sealed class EscalationWordsTests
{
    private static readonly DateTimeOffset Now = new(2030, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, 13, "It is locked on 3 March 2030 and is wiped on 14 March 2030 unless it complies before.")]
    [InlineData(2, null, "It is locked on 3 March 2030 unless it complies before.")]
    [InlineData(-2, 13, "It was to be locked on 27 February 2030, and is wiped on 14 March 2030 unless it complies before.")]
    [InlineData(-2, null, "It was to be locked on 27 February 2030.")]
    [InlineData(-2, -1, "It was to be locked on 27 February 2030 and wiped on 28 February 2030.")]
    [InlineData(null, null, "Nothing follows but this notice.")]
    public void What_follows_is_said_with_its_day(int? lockIn, int? wipeIn, string expected)
    {
        var rule = new EscalatingRule("work", "vm.memory", Now.AddDays(-5), In(lockIn), In(wipeIn), InGrace: lockIn > 0, "restart the VM");

        Assert.Equal(expected, EscalationWords.Of(rule, Now));
        Assert.Equal("To mend it: restart the VM.", EscalationWords.Remedy(rule));
        Assert.Empty(EscalationWords.Remedy(rule with { Remedy = "" }));
    }

    [Fact]
    public void What_was_asked_for_is_said_with_the_rule_or_with_the_reason_why_not()
    {
        var step = new TakenStep("work", 1, OrderKind.Lock, "esc-1", "vm.memory", Now);

        Assert.Equal("A lock of the work VM was asked for because of vm.memory:", EscalationWords.Of(step));
        Assert.Equal("A lock for vm.memory could not be given (vm/lock-in-progress):", EscalationWords.Of(step with { Refused = "vm/lock-in-progress" }));
    }

    private static DateTimeOffset? In(int? days) => days is { } count ? Now.AddDays(count) : null;
}
