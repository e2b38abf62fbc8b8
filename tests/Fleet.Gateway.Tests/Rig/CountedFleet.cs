using System.Collections.Immutable;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>A fleet that counts how often a phone is looked at, which is what reads it into memory.</summary>
internal sealed class CountedFleet(IFleet fleet) : IFleet
{
    private long _looks;

    /// <summary>How often a phone was looked at.</summary>
    public long PhonesLookedAt => Interlocked.Read(ref _looks);

    public Task<Reply> AskAsync<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command, Actor actor, string? commandId = null, CancellationToken cancel = default)
        where TCommand : notnull => fleet.AskAsync(to, command, actor, commandId, cancel);

    public Task<Viewed<TView>> ViewAsync<TCommand, TView>(GrainRef<TCommand, TView> of, CancellationToken cancel = default)
    {
        if (of.Id.Kind == "phone") Interlocked.Increment(ref _looks);
        return fleet.ViewAsync(of, cancel);
    }

    public IAsyncEnumerable<GrainNotice> WatchAsync(string? kind, string? key, CancellationToken cancel) => fleet.WatchAsync(kind, key, cancel);
}

/// <summary>An index that counts how often somebody began to read the list of all phones.</summary>
internal sealed class CountedIndex(IFleetIndex index) : IFleetIndex
{
    private long _passes;

    /// <summary>How often it was begun.</summary>
    public long Passes => Interlocked.Read(ref _passes);

    public Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel)
    {
        if (query is { Table: "phones", Filters: [], After: null }) Interlocked.Increment(ref _passes);
        return index.QueryAsync(query, cancel);
    }

    public Task<IndexFacet> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, string? search, CancellationToken cancel) =>
        index.CountAsync(table, column, filters, search, cancel);

    public Task<ImmutableArray<IndexClass>> ClassesAsync(string table, string first, string second, int take, CancellationToken cancel) =>
        index.ClassesAsync(table, first, second, take, cancel);
}
