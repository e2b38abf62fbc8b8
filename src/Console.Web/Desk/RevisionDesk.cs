using System.Collections.Immutable;
using System.Text.Json;
using Twofold.Fleet;
using Twofold.Fleet.PolicySets;

namespace Twofold.Web.Desk;

/// <summary>A policy set that came into force.</summary>
/// <param name="Number">Counts sets that came into force, from 1.</param>
/// <param name="Since">When it came into force.</param>
/// <param name="Author">Who proposed it.</param>
/// <param name="ApprovedBy">The second person who let it pass, or null where none was needed.</param>
/// <param name="SetDigest">SHA-256 of the set's canonical form, hex.</param>
/// <param name="VmsAtRisk">Work VMs that it put at risk.</param>
/// <param name="Rollout">The rollout by which it went out, or null for to everyone at once.</param>
/// <param name="TookBack">The rollout that it took back, or null.</param>
/// <param name="Position">Its place in the log.</param>
public sealed record PolicyRevision(
    long Number, DateTimeOffset Since, string Author, string? ApprovedBy, string Note, string SetDigest, int VmsAtRisk, string? Rollout, string? TookBack, long Position);

/// <summary>A revision with its documents as they stood.</summary>
/// <param name="Before">The revision before it; revision 0 without files when there was none.</param>
/// <param name="IsInForce">Whether it is the newest.</param>
public sealed record RevisionDetail(PolicyRevision Revision, ImmutableArray<PolicyFile> Files, RevisionBefore Before, bool IsInForce);

/// <summary>The policy sets that came into force: retention forgets none of them, and each is kept whole.</summary>
public sealed class RevisionDesk(Counter counter, IEventLog events)
{
    // Each event has the files of a whole set, so few are held at once.
    private const int AtOnce = 10;

    /// <summary>Revisions, newest first; <c>index/page-too-large</c>. Needs <c>fleet.read</c>.</summary>
    /// <param name="skip">So many of the newest are passed over.</param>
    /// <param name="take">At most <see cref="IndexQuery.MaxTake"/>.</param>
    public Task<Answer<Rows<PolicyRevision>>> ListAsync(long skip, int take, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.revisions", () => PageAsync(skip, take, cancel), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<Rows<PolicyRevision>>>> SubscribeAsync(long skip, int take, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id == Refs.PolicySet.Id, c => ListAsync(skip, take, c), cancel);

    /// <summary>One revision; <c>revision/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<RevisionDetail>> GetAsync(long number, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "policy.revision", () => ReadAsync(number, cancel), cancel);

    private async Task<Answer<Rows<PolicyRevision>>> PageAsync(long skip, int take, CancellationToken cancel)
    {
        if (take is < 1 or > IndexQuery.MaxTake)
            return Answer.No<Rows<PolicyRevision>>("index/page-too-large", $"a page has 1 to {IndexQuery.MaxTake} rows");
        var newest = await NewestAsync(cancel);
        var (first, last) = (newest - skip, Math.Max(1, newest - skip - take + 1));
        var page = ImmutableArray.CreateBuilder<PolicyRevision>();
        for (var from = first; from >= last; from -= AtOnce)
            page.AddRange((await DownFromAsync(from, newest, (int)Math.Min(AtOnce, from - last + 1), cancel)).Select(Shown));
        return Answer.Of(new Rows<PolicyRevision>(page.ToImmutable(), new IndexCount(newest)));
    }

    private async Task<Answer<RevisionDetail>> ReadAsync(long number, CancellationToken cancel)
    {
        var newest = await NewestAsync(cancel);
        if (number < 1 || number > newest) return Answer.No<RevisionDetail>("revision/unknown", $"there is no revision `{number}`");
        var found = await DownFromAsync(number, newest, 2, cancel);
        var before = found.Length > 1 ? new RevisionBefore(number - 1, found[1].Kept.Proposal.Files) : new RevisionBefore(0, []);
        return Answer.Of(new RevisionDetail(Shown(found[0]), found[0].Kept.Proposal.Files, before, number == newest));
    }

    private async Task<long> NewestAsync(CancellationToken cancel) => (await counter.ViewAsync(Refs.PolicySet, cancel)).View.Revision;

    // Revisions are numbered as they come into force, so the newest number tells the place of each. One that came in since only moves them by
    // its own place, and is left out.
    private async Task<ImmutableArray<(StoredEvent Event, PolicySetEvent.PutInForce Kept)>> DownFromAsync(long from, long newest, int take, CancellationToken cancel)
    {
        var query = new EventQuery(
            Kind: Refs.PolicySet.Id.Kind, Key: Refs.PolicySet.Id.Key, Type: "put-in-force", Take: take + 1, Skip: (int)Math.Min(int.MaxValue, newest - from));
        var found = (await events.ReadAsync(query, cancel)).Select(e => (Event: e, Kept: Read(e)));
        return [.. found.Where(r => r.Kept.Revision <= from).Take(take)];
    }

    private static PolicySetEvent.PutInForce Read(StoredEvent happened)
    {
        var body = FleetKinds.All.Kind(happened.Grain.Kind).Shapes.Event(happened.Shape, happened.Body);
        return (PolicySetEvent.PutInForce)JsonSerializer.Deserialize(body.Span, PolicySetJson.Default.PolicySetEvent)!;
    }

    private static PolicyRevision Shown((StoredEvent Event, PolicySetEvent.PutInForce Kept) found)
    {
        var (kept, proposal) = (found.Kept, found.Kept.Proposal);
        return new(
            kept.Revision, kept.At, proposal.Author, kept.ApprovedBy, proposal.Note, proposal.SetDigest, proposal.VmsAtRisk,
            proposal.Rollout is null ? null : proposal.ProposalId, proposal.Returns, found.Event.Position);
    }
}
