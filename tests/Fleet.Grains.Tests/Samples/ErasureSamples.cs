using System.Collections.Immutable;
using Twofold.Fleet.Erasures;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of erasures.</summary>
internal static class ErasureSamples
{
    public static readonly ImmutableArray<Step<ErasureCommand>> Commands =
    [
        By<ErasureCommand>("ask", Ada, new ErasureCommand.Ask("left the organisation")),
        By<ErasureCommand>("ask without a reason", Ada, new ErasureCommand.Ask("")),
        By<ErasureCommand>("ask with a long reason", Ada, new ErasureCommand.Ask(new string('r', 501))),
        By<ErasureCommand>("key gone", Actor.System, new ErasureCommand.KeyGone()),
    ];

    public static readonly ImmutableArray<ErasureEvent> Events = [new ErasureEvent.Asked("left the organisation", Start), new ErasureEvent.KeyDestroyed(Start)];
}
