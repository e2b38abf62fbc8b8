using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Twofold.Fleet;

/// <summary>A moment of the past: an instant, or a place in the whole log.</summary>
/// <param name="At">The instant, or null when a place is meant.</param>
/// <param name="Position">The place; everything up to it had happened.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Moment(DateTimeOffset? At, long Position)
{
    /// <summary>An instant.</summary>
    public static Moment Of(DateTimeOffset at) => new(at, long.MaxValue);

    /// <summary>A place in the log.</summary>
    public static Moment After(long position) => new(null, position);
}

/// <summary>A grain's state as it was, so that its past need not be folded from the beginning.</summary>
/// <param name="Version">The grain's version.</param>
/// <param name="Position">The place of the last event in it.</param>
/// <param name="At">The instant of that event.</param>
/// <param name="Shape">The shape of the state's JSON (see <see cref="Shapes"/>).</param>
public sealed record StoredSnapshot(GrainId Id, long Version, long Position, DateTimeOffset At, int Shape, ReadOnlyMemory<byte> State);

/// <summary>What a grain was: the newest snapshot that is not later than the moment, and the events after it, oldest first.</summary>
/// <param name="Events">
/// Up to the last one that is not later than the moment, in the order in which they happened: a clock that was set back hides none.
/// </param>
public sealed record StoredPast(StoredSnapshot? From, ImmutableArray<StoredEvent> Events);

/// <summary>The past of single grains. One conformance suite holds every store to this.</summary>
public interface IGrainHistory
{
    /// <summary>A store takes a snapshot with every write whose version is a multiple of this, in the same transaction.</summary>
    const int SnapshotEvery = 256;

    /// <summary>The most events between two snapshots that are read; a longer past is cut there.</summary>
    const int MostEvents = 20_000;

    /// <summary>What is needed to see the grain as it was; no snapshot and no events when it was not there yet.</summary>
    ValueTask<StoredPast> PastAsync(GrainId id, Moment moment, CancellationToken cancel);
}

/// <summary>What retention forgets in one transaction.</summary>
/// <param name="Bodies">Places of events whose bodies go, each with the SHA-256 of the body, which stays.</param>
/// <param name="Snapshots">States at the end of what is forgotten; older snapshots of the same grains go.</param>
/// <param name="UpTo">The place up to which everything was looked at.</param>
public sealed record Forgetting(ImmutableArray<(long Position, ReadOnlyMemory<byte> Digest)> Bodies, ImmutableArray<StoredSnapshot> Snapshots, long UpTo);

/// <summary>Lets a store forget what retention no longer keeps, in small steps. One conformance suite holds every store to this.</summary>
public interface IRetention
{
    /// <summary>The place up to which everything was looked at; 0 at first.</summary>
    ValueTask<long> ForgottenUpToAsync(CancellationToken cancel);

    /// <summary>Forgets all of it, durably, or nothing.</summary>
    ValueTask ForgetAsync(Forgetting what, CancellationToken cancel);

    /// <summary>
    /// Begins a round over all documents and answers its number: one more than the last, but never more than <paramref name="most"/>, which
    /// is also the number of the first. Documents put from now on belong to it.
    /// </summary>
    ValueTask<long> BeginRoundAsync(long most, CancellationToken cancel);

    /// <summary>Documents that something names belong to the round.</summary>
    ValueTask NameAsync(long round, ImmutableArray<string> digests, CancellationToken cancel);

    /// <summary>Forgets documents that belong to an older round than this, at most <paramref name="take"/>; answers how many.</summary>
    ValueTask<int> CollectAsync(long before, int take, CancellationToken cancel);
}
