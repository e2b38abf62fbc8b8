using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>A command on its way to a grain, always as JSON, so that both hosts behave alike.</summary>
/// <param name="To">The receiver.</param>
/// <param name="CommandId">Unique per command, 1 to 128 characters; kept when the command is sent again.</param>
/// <param name="Actor">Who orders it.</param>
/// <param name="Sender">The sending grain of a letter, or null.</param>
/// <param name="Sequence">
/// For a letter: its number among the letters from this sender. 0 for a command from outside, and for a letter that comes back to
/// its sender: that one is not of the receiver's own sequence and is known by its command id alone.
/// </param>
/// <param name="Body">The command as JSON.</param>
public sealed record CommandEnvelope(GrainId To, string CommandId, Actor Actor, GrainId? Sender, long Sequence, ReadOnlyMemory<byte> Body);

/// <summary>What became of a command.</summary>
/// <param name="Version">The grain's version after it.</param>
/// <param name="Code">Null when accepted, else the stable code of the refusal.</param>
/// <param name="Explanation">Null when accepted.</param>
public sealed record Reply(long Version, string? Code = null, string? Explanation = null)
{
    /// <summary>Whether the command was accepted.</summary>
    public bool Ok => Code is null;
}

/// <summary>A grain as the store holds it.</summary>
/// <param name="Version">1 after the first write; grows by one with each.</param>
/// <param name="State">The state as JSON.</param>
/// <param name="Ledger">Recent command ids and letter sequences, as JSON (see <see cref="TurnLedger"/>).</param>
/// <param name="WakeAt">When the sweep has to wake it.</param>
/// <param name="Head">The hash of the grain's newest event, <see cref="Auditing.EventChain.Start"/> before the first; the host sets it (see <see cref="GrainChain"/>).</param>
public sealed record StoredGrain(
    GrainId Id, long Version, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Ledger, DateTimeOffset? WakeAt, ReadOnlyMemory<byte> Head)
{
    /// <summary>The shape of the state's JSON (see <see cref="Shapes"/>).</summary>
    public int Shape { get; init; } = 1;
}

/// <summary>One turn's whole effect. The store takes all of it in one transaction, or nothing.</summary>
/// <param name="ExpectedVersion">The version the turn was computed from; 0 for a grain that is not stored yet.</param>
/// <param name="Index">What changes in the index; often nothing.</param>
public sealed record GrainWrite(
    StoredGrain Grain,
    long ExpectedVersion,
    ImmutableArray<StoredEvent> Events,
    ImmutableArray<StoredLetter> Letters,
    ImmutableArray<IndexChange> Index)
{
    /// <summary>
    /// Keys of persons whom the events name for the first time, to be kept with them. One that is kept already changes nothing. When the
    /// store has another key under the same id or mark, the save is answered false, as after a change by another writer.
    /// </summary>
    public ImmutableArray<PersonKey> Persons { get; init; } = [];
}

/// <summary>An event as history and audit keep it.</summary>
/// <param name="Position">The place in the whole log; 0 until stored.</param>
/// <param name="Version">The grain's version that it belongs to.</param>
/// <param name="Type">The event's type name in JSON.</param>
/// <param name="At">Kept to the tick of 100 ns: the hash covers it.</param>
/// <param name="Body">The event as JSON; kept byte for byte: the hash covers it.</param>
/// <param name="Hash">Its link in the grain's chain, see <see cref="Auditing.EventChain"/>; the host sets it (see <see cref="GrainChain"/>).</param>
public sealed record StoredEvent(
    long Position, GrainId Grain, long Version, string Type, DateTimeOffset At, ActorKind ActorKind, string ActorId, string CommandId,
    ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Hash = default)
{
    /// <summary>The shape of the body's JSON (see <see cref="Shapes"/>).</summary>
    public int Shape { get; init; } = 1;

    /// <summary>The SHA-256 of the body, when retention has forgotten the body itself; else empty.</summary>
    public ReadOnlyMemory<byte> Forgotten { get; init; }
}

/// <summary>A letter that has not been taken yet.</summary>
/// <param name="Sequence">The sender's version and the number in that write: <c>version * 1000 + n</c>, so it grows.</param>
/// <param name="Refusal">Set once the receiver has refused it: it goes back to its sender and is never offered to the receiver again.</param>
public sealed record StoredLetter(GrainId From, GrainId To, long Sequence, Actor Actor, ReadOnlyMemory<byte> Body, LetterRefusal? Refusal = null)
{
    /// <summary>How many letters one turn may send; more is a fault of the rule.</summary>
    public const int MostPerWrite = 1000;

    /// <summary>The shape of the body's JSON (see <see cref="Shapes"/>).</summary>
    public int Shape { get; init; } = 1;

    /// <summary>The command id under which the letter is delivered, however often.</summary>
    public string CommandId => $"{From}#{Sequence}";
}

/// <summary>Why a receiver refused a letter.</summary>
public sealed record LetterRefusal(string Code, string Explanation);

/// <summary>A letter set aside, and why.</summary>
public sealed record ParkedLetter(StoredLetter Letter, string Reason, DateTimeOffset At);

/// <summary>A grain whose deadline has come.</summary>
/// <param name="At">The deadline.</param>
public readonly record struct DueGrain(GrainId Id, long Version, DateTimeOffset At);
