using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Forgets the bodies of passing events that are older than a limit, a page at a time, each page in one short write. That an event
/// happened, when and by whom stays, and so does the digest of what it said: the chain of its grain can still be shown whole. At the end of
/// what is forgotten a snapshot stands, so that everything later is answered as before.
/// </summary>
public sealed class EventSweep(GrainRegistry registry, IGrainHistory history, ICheckpointStore feed, IRetention retention)
{
    private const int PageSize = 200;

    /// <summary>Looks at one page. True when there is more that is older than the limit.</summary>
    public async Task<bool> RunAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var page = await feed.FeedAsync(await retention.ForgottenUpToAsync(cancel), PageSize, cancel);
        var old = page.TakeWhile(e => e.At < before).ToImmutableArray();
        if (old.IsEmpty) return false;
        await retention.ForgetAsync(await WhatAsync(old, cancel), cancel);
        return old.Length == PageSize;
    }

    private async Task<Forgetting> WhatAsync(ImmutableArray<StoredEvent> old, CancellationToken cancel)
    {
        var passing = old.Where(e => e.Forgotten.IsEmpty && registry.Kind(e.Grain.Kind).Passes(e.Type)).ToList();
        var snapshots = ImmutableArray.CreateBuilder<StoredSnapshot>();
        foreach (var grain in passing.Select(e => e.Grain).Distinct())
            if (await EndAsync(grain, old.Last(e => e.Grain == grain).Position, cancel) is { } end) snapshots.Add(end);
        return new Forgetting([.. passing.Select(e => (e.Position, Digest(e)))], snapshots.ToImmutable(), old[^1].Position);
    }

    private async Task<StoredSnapshot?> EndAsync(GrainId grain, long position, CancellationToken cancel)
    {
        var stored = await history.PastAsync(grain, Moment.After(position), cancel);
        var past = registry.Kind(grain.Kind).Past(grain, stored.From);
        foreach (var happened in stored.Events) past.Apply(happened);
        return past.Snapshot();
    }

    private static ReadOnlyMemory<byte> Digest(StoredEvent happened) => SHA256.HashData(happened.Body.Span);
}
