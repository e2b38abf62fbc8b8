using System.Collections.Immutable;
using Twofold.Auditing;

namespace Twofold.Fleet;

/// <summary>Links what a turn writes to the chain of its grain. A host does so between the turn and the save, after names of persons are sealed.</summary>
public static class GrainChain
{
    /// <summary>The write with the hash of each event, and the chain's head after it in the grain's row.</summary>
    /// <param name="head">The chain's head before the write, <see cref="IActivation.Head"/>.</param>
    public static GrainWrite Link(GrainWrite write, ReadOnlyMemory<byte> head)
    {
        if (write.Events.IsEmpty) return write with { Grain = write.Grain with { Head = head } };
        var linked = ImmutableArray.CreateBuilder<StoredEvent>(write.Events.Length);
        foreach (var happened in write.Events)
        {
            var hash = EventChain.Next(head.Span, happened.ToAudit());
            linked.Add(happened with { Hash = hash });
            head = hash;
        }

        return write with { Grain = write.Grain with { Head = head }, Events = linked.MoveToImmutable() };
    }

    /// <summary>The event as its hash covers it.</summary>
    public static AuditEvent ToAudit(this StoredEvent e) =>
        new(e.Grain.Kind, e.Grain.Key, e.Version, e.Type, e.At, (int)e.ActorKind, e.ActorId, e.CommandId, e.Body)
        {
            Shape = e.Shape,
            Forgotten = e.Forgotten,
        };
}
