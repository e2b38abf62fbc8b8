using System.Text;
using System.Text.Json;
using Twofold.Protocol;

namespace Twofold.Auditing;

/// <summary>
/// Writes and reads exports: lines of JSON in UTF-8, each in exactly one spelling. First a header, then all events in the order of the
/// feed, each stretch followed by the checkpoint that covers it. An export ends with a checkpoint.
/// </summary>
public static class ExportText
{
    /// <summary>The name of the format, with its version.</summary>
    public const string Format = "twofold-audit/1";

    private static readonly string[] Actors = ["installation", "person", "token", "phone"];

    /// <summary>The first line.</summary>
    public static string Header(long checkpoints, long through) => Write(new ExportLine(Header: new ExportHeader(Format, checkpoints, through)));

    /// <summary>The line of an event.</summary>
    public static string Event(long position, in AuditEvent e, ReadOnlySpan<byte> hash) => Write(new ExportLine(
        Event: new ExportEvent(
            position, e.Kind, e.Key, e.Version, e.Type, e.At, Actors[e.ActorKind], e.ActorId, e.CommandId, e.Shape, Convert.ToHexStringLower(hash),
            e.Forgotten.IsEmpty ? Encoding.UTF8.GetString(e.Body.Span) : null, e.Forgotten.IsEmpty ? null : Convert.ToHexStringLower(e.Forgotten.Span))));

    /// <summary>The line of a checkpoint.</summary>
    public static string Checkpoint(string jws) => Write(new ExportLine(Checkpoint: jws));

    /// <summary>The event as its hash covers it, or null when it names no actor that there is, or neither a body nor what is left of one.</summary>
    internal static AuditEvent? ToAudit(ExportEvent e) =>
        Array.IndexOf(Actors, e.Actor) is >= 0 and var actor && (e.Body is null) == Digest.IsOne(e.Forgotten)
            ? new AuditEvent(e.Kind, e.Key, e.Version, e.Type, e.At, actor, e.ActorId, e.Command, Encoding.UTF8.GetBytes(e.Body ?? ""))
            {
                Shape = e.Shape,
                Forgotten = e.Forgotten is null ? default(ReadOnlyMemory<byte>) : Convert.FromHexString(e.Forgotten),
            }
            : null;

    /// <summary>A line, or null when it is none or is spelled in another way than this writes it.</summary>
    internal static ExportLine? Read(string untrustedLine)
    {
        try
        {
            var line = JsonSerializer.Deserialize(untrustedLine, AuditJson.Relaxed.ExportLine);
            return line is not null && string.Equals(Write(line), untrustedLine, StringComparison.Ordinal) ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Write(ExportLine line) => JsonSerializer.Serialize(line, AuditJson.Relaxed.ExportLine);
}
