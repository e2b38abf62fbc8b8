using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>One thing that happened.</summary>
/// <param name="Position">Its place in the whole log.</param>
/// <param name="Grain">Whom it happened to.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Facts">What it says, without the hashes of secrets; nothing when retention has forgotten it.</param>
public sealed record AuditEntry(
    long Position, DateTimeOffset At, GrainId Grain, string Type, ActorKind ActorKind, string ActorId, string CommandId, JsonObject Facts);

/// <summary>What happened, and who was refused.</summary>
public sealed class AuditDesk(Counter counter, IEventLog events, IAccessLog access)
{
    /// <summary>A page of the log, newest first. Needs <c>audit.read</c>.</summary>
    public Task<Answer<ImmutableArray<AuditEntry>>> ReadAsync(EventQuery query, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.AuditRead, "audit.read", () => PageAsync(query, cancel), cancel);

    /// <summary>The newest page, staying true.</summary>
    public Task<Answer<Live<ImmutableArray<AuditEntry>>>> SubscribeAsync(EventQuery query, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => query.Kind is null || id.Kind == query.Kind, c => ReadAsync(query, c), cancel);

    /// <summary>The newest refusals of access since the start. Needs <c>audit.read</c>.</summary>
    public Task<Answer<ImmutableArray<AccessRefusal>>> RefusalsAsync(int take = 50, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.AuditRead, "audit.refusals", () => Task.FromResult(Answer.Of(access.Latest(take))), cancel);

    private async Task<Answer<ImmutableArray<AuditEntry>>> PageAsync(EventQuery query, CancellationToken cancel)
    {
        if (query.Take is < 1 or > IndexQuery.MaxTake)
            return Answer.No<ImmutableArray<AuditEntry>>("index/page-too-large", $"a page has 1 to {IndexQuery.MaxTake} rows");
        var page = await events.ReadAsync(query, cancel);
        return Answer.Of(page.Select(Entry).ToImmutableArray());
    }

    private static AuditEntry Entry(StoredEvent e) =>
        new(e.Position, e.At, e.Grain, e.Type, e.ActorKind, e.ActorId, e.CommandId, Shown(e.Body.Span));

    // A body that retention has forgotten says nothing. The hash of a password or of a secret is nobody's reading matter, not even an auditor's.
    private static JsonObject Shown(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || JsonNode.Parse(body) is not JsonObject facts) return [];
        foreach (var name in facts.Select(f => f.Key).Where(k => k.EndsWith("Hash", StringComparison.OrdinalIgnoreCase)).ToList()) facts.Remove(name);
        facts.Remove("type");
        return facts;
    }
}
