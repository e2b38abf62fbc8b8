using System.Collections.Immutable;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>A page of a list and how many rows there are in all.</summary>
public sealed record Rows<T>(ImmutableArray<T> Items, IndexCount Total);

/// <summary>What the parts of the desk share: the gate, the reach of who stands there, the fleet behind it, and live views.</summary>
public sealed class Counter(Gate gate, Reach reach, IFleet fleet, IFleetIndex index, Watcher watcher)
{
    /// <summary>The fleet's lists.</summary>
    public IFleetIndex Index => index;

    /// <summary>Live views.</summary>
    public Watcher Watcher => watcher;

    /// <summary>Reads, for a caller with the capability.</summary>
    public Task<Answer<T>> ReadAsync<T>(string needs, string what, Func<Task<Answer<T>>> read, CancellationToken cancel)
        where T : notnull => gate.ServeAsync(needs, what, _ => read(), cancel);

    /// <summary>Serves a caller whose right the turn of a grain checks; <paramref name="needs"/> where something is read before it.</summary>
    public Task<Answer<T>> ServeAsync<T>(string what, Func<Actor, Task<Answer<T>>> serve, CancellationToken cancel, string? needs = Gate.InTheTurn)
        where T : notnull => gate.ServeAsync(needs, what, serve, cancel);

    /// <summary>A grain's view and version.</summary>
    public Task<Viewed<TView>> ViewAsync<TCommand, TView>(GrainRef<TCommand, TView> of, CancellationToken cancel) => fleet.ViewAsync(of, cancel);

    /// <summary>Sends one command as the caller.</summary>
    public Task<Answer<Done>> SendAsync<TCommand, TView>(
        string what, GrainRef<TCommand, TView> to, TCommand command, CancellationToken cancel, string? commandId = null)
        where TCommand : notnull => ServeAsync(what, actor => AskAsync(to, command, actor, cancel, commandId), cancel);

    /// <summary>Sends one command as an actor that the gate let in.</summary>
    public async Task<Answer<Done>> AskAsync<TCommand, TView>(
        GrainRef<TCommand, TView> to, TCommand command, Actor actor, CancellationToken cancel, string? commandId = null)
        where TCommand : notnull
    {
        if (await reach.RefusalAsync(actor, to.Id, command, cancel) is { } outside) return new(default, outside);
        var reply = await fleet.AskAsync(to, command, actor, commandId, cancel);
        return reply.Code is { } code ? Answer.No<Done>(code, reply.Explanation ?? code) : Answer.Of(new Done(reply.Version));
    }

    /// <summary>A page of grains, each shown as a row, for a caller with the capability.</summary>
    public Task<Answer<Rows<TRow>>> ListAsync<TCommand, TView, TRow>(
        string needs, string what, IndexQuery query, Func<string, GrainRef<TCommand, TView>> refer, Func<string, TView, TRow> show, CancellationToken cancel) =>
        ReadAsync(needs, what, async () =>
        {
            var page = await index.QueryAsync(query, cancel);
            var views = await Task.WhenAll(page.Items.Select(i => fleet.ViewAsync(refer(i.Key), cancel)));
            return Answer.Of(new Rows<TRow>([.. page.Items.Zip(views, (i, v) => show(i.Key, v.View))], page.Total));
        }, cancel);
}
