namespace Twofold.Auditing;

/// <summary>One line of an export: exactly one of these is there.</summary>
/// <param name="Header">The first line, and no other.</param>
/// <param name="Event">An event.</param>
/// <param name="Checkpoint">The signed checkpoint over the events before it and after the checkpoint before.</param>
internal sealed record ExportLine(ExportHeader? Header = null, ExportEvent? Event = null, string? Checkpoint = null);

/// <summary>How an export begins.</summary>
/// <param name="Format">Always <see cref="ExportText.Format"/>.</param>
/// <param name="Checkpoints">How many checkpoints it holds; it ends with the last.</param>
/// <param name="Through">The position of the last event.</param>
public sealed record ExportHeader(string Format, long Checkpoints, long Through);

/// <summary>An event as an export shows it.</summary>
/// <param name="Actor">Who did it: <c>installation</c>, <c>person</c>, <c>token</c> or <c>phone</c>.</param>
/// <param name="ActorId">The id of that party; a person's name is sealed.</param>
/// <param name="Shape">Which of its kind's shapes the body has.</param>
/// <param name="Hash">Its hash, hex.</param>
/// <param name="Body">The event as JSON, as a text: byte for byte. Not there when retention has forgotten it.</param>
/// <param name="Forgotten">The SHA-256 of a body that retention has forgotten, hex.</param>
public sealed record ExportEvent(
    long Position, string Kind, string Key, long Version, string Type, DateTimeOffset At, string Actor, string ActorId, string Command,
    int Shape, string Hash, string? Body = null, string? Forgotten = null);
