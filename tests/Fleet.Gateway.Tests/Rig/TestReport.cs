using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>A report that says little.</summary>
internal static class TestReport
{
    public static PhoneReport Of(long version) => new(
        version, Settled: true, DateTimeOffset.UnixEpoch,
        [new("work", 1, GuestState.Running, Policy: null, Nothing, 1, Lock: null)], [new("personal", GuestState.Running, 1)], Nothing, []);

    private static ImmutableSortedDictionary<string, ObservedSetting> Nothing { get; } =
        ImmutableSortedDictionary.Create<string, ObservedSetting>(StringComparer.Ordinal);
}
