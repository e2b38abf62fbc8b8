using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Accepting;

public sealed class DesiredReadingTests
{
    [Fact]
    public void Last_good_values_of_scopes_that_are_not_bound_any_more_are_bounded()
    {
        var nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var lastGood = Enumerable.Range(0, 100).ToImmutableSortedDictionary(n => $"vm:slot-{n}", _ => nothing, StringComparer.Ordinal);
        var bindsNothing = new ReadEnvelope(new DesiredState(7, PhonePolicy: null, []), ImmutableSortedDictionary<string, PolicyPayload>.Empty);
        Assert.Equal(DesiredReading.MaxUnbound, DesiredReading.Of(bindsNothing, lastGood).Effective.Count);
    }
}
