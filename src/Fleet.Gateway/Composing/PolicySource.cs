using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>What phones can be given now.</summary>
/// <param name="Now">The revision in force.</param>
/// <param name="Before">While it goes out by waves: what phones have that are not told yet.</param>
/// <param name="Rollout">The rollout that says which phone gets which, or null.</param>
internal sealed record Presses(Press Now, Press Before, string? Rollout);

/// <summary>The policy set in force, read again only when its revision changes. A set that cannot be read leaves the last good one in force.</summary>
internal sealed partial class PolicySource(
    IFleet fleet, OrganisationAuthority authority, IDocumentStore store, GatewayCounters counters, TimeProvider time,
    ILogger<PolicySource> log)
{
    // What a press gives out it put within this time, so that no document is collected that is still given out.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    private Made? _now;
    private Made? _before;

    /// <summary>
    /// The presses of the revision in force and, while it goes out by waves, of the one before; null when either was never readable, because
    /// no phone gets a revision whose turn has not come.
    /// </summary>
    public async Task<Presses?> PressesAsync(CancellationToken cancel)
    {
        var view = (await fleet.ViewAsync(PolicySets.PolicySets.Organisation, cancel)).View;
        if (_now is { } last && last.Press.Revision != view.Revision) _before = last;
        _now = MadeOf(view.Revision, view.Files, _now);
        if (_now is null) return null;
        if (view is not { Rollout: { } rollout, Before: { } before }) return new Presses(_now.Press, _now.Press, null);
        _before = MadeOf(before.Revision, before.Files, _before);
        return _before is null ? null : new Presses(_now.Press, _before.Press, rollout);
    }

    private Made? MadeOf(long revision, ImmutableArray<PolicyFile> files, Made? last)
    {
        if (last?.Press.Revision == revision && time.GetUtcNow() - last.At < Fresh) return last;
        if (revision == 0) return Make(0, PolicySet.Empty);
        var read = PolicySet.Read([.. files.Select(f => new SourceFile(f.Name, f.Text))]);
        if (read.IsValid) return Make(revision, read.Set);
        counters.Refused("composer/unreadable-set");
        LogUnreadable(revision, read.Problems.Count);
        return last;
    }

    private Made Make(long revision, PolicySet set) => new(new(revision, set, authority, store, counters), time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "the policy set of revision {Revision} has {Problems} problems: the last good one stays in force")]
    private partial void LogUnreadable(long revision, int problems);

    private sealed record Made(Press Press, DateTimeOffset At);
}
