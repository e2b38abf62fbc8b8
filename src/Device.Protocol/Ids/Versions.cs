using System.Collections.Immutable;

namespace Twofold.Protocol;

/// <summary>The versions of the protocol.</summary>
public static class Versions
{
    /// <summary>Versions this code speaks, highest first.</summary>
    public static ImmutableArray<int> Spoken { get; } = [ChannelLimits.Protocol];

    /// <summary>The highest version that both sides speak, or null when there is none.</summary>
    public static int? Negotiate(ImmutableArray<int> offered) => Negotiate(offered, Spoken);

    /// <summary>The highest version in both lists, or null when there is none.</summary>
    public static int? Negotiate(ImmutableArray<int> offered, ImmutableArray<int> spoken)
    {
        var common = offered.Intersect(spoken).ToImmutableArray();
        return common.IsEmpty ? null : common.Max();
    }
}
