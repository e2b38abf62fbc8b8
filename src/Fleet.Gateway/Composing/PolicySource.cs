using Microsoft.Extensions.Logging;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>The policy set in force, read again only when its revision changes. A set that cannot be read leaves the last good one in force.</summary>
internal sealed partial class PolicySource(
    IFleet fleet, OrganisationAuthority authority, IDocumentStore store, GatewayCounters counters, TimeProvider time,
    ILogger<PolicySource> log)
{
    // What a press gives out it put within this time, so that no document is collected that is still given out.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    private Press? _press;
    private DateTimeOffset _madeAt;

    /// <summary>The press of the revision in force; null when no set was ever readable.</summary>
    public async Task<Press?> PressAsync(CancellationToken cancel)
    {
        var inForce = (await fleet.ViewAsync(PolicySets.PolicySets.Organisation, cancel)).View;
        if (_press?.Revision == inForce.Revision && time.GetUtcNow() - _madeAt < Fresh) return _press;
        if (inForce.Revision == 0) return _press = Make(0, PolicySet.Empty);
        var read = PolicySet.Read([.. inForce.Files.Select(f => new SourceFile(f.Name, f.Text))]);
        if (read.IsValid) return _press = Make(inForce.Revision, read.Set);
        counters.Refused("composer/unreadable-set");
        LogUnreadable(inForce.Revision, read.Problems.Count);
        return _press;
    }

    private Press Make(long revision, PolicySet set)
    {
        _madeAt = time.GetUtcNow();
        return new(revision, set, authority, store, counters);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the policy set of revision {Revision} has {Problems} problems: the last good one stays in force")]
    private partial void LogUnreadable(long revision, int problems);
}
