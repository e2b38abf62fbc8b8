using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Twofold.Protocol;

namespace Twofold.Auditing;

/// <summary>Signs checkpoints and reads them back, as JWS (RFC 7515) with ES256.</summary>
public static class CheckpointText
{
    private const int EntryBytes = sizeof(long) + EventChain.HashBytes;

    /// <summary>The signed text.</summary>
    public static string Sign(Checkpoint checkpoint, JwsSigner signer) =>
        signer.Sign(JwsTypes.Checkpoint, JsonSerializer.SerializeToUtf8Bytes(checkpoint, AuditJson.Relaxed.Checkpoint));

    /// <summary>SHA-256 of a signed text, hex.</summary>
    public static string DigestOf(string jws) => Digest.Of(Encoding.ASCII.GetBytes(jws));

    /// <summary>Checks signature and form. Never throws, whatever the text is.</summary>
    /// <param name="keys">The keys that may sign checkpoints.</param>
    public static Parsed<SignedCheckpoint> Read(string untrustedJws, JwsKeys keys) => Jws.Verify(untrustedJws, JwsTypes.Checkpoint, keys) switch
    {
        JwsResult.Verified yes when ReadPayload(yes.Payload.Span) is { } checkpoint && ReadEntries(checkpoint) is { } entries =>
            new SignedCheckpoint(checkpoint, entries, DigestOf(untrustedJws)),
        JwsResult.Refused no => no.Problem,
        _ => new Problem("audit/checkpoint-malformed", "what is signed is not a checkpoint"),
    };

    /// <summary>Entries as <see cref="Checkpoint.Entries"/> holds them.</summary>
    internal static string Write(IReadOnlyList<CheckpointEntry> entries)
    {
        var bytes = new byte[entries.Count * EntryBytes];
        foreach (var (n, entry) in entries.Index())
        {
            var place = bytes.AsSpan(n * EntryBytes, EntryBytes);
            BinaryPrimitives.WriteInt64BigEndian(place, entry.Position);
            entry.Hash.Span.CopyTo(place[sizeof(long)..]);
        }

        return Base64Url.EncodeToString(bytes);
    }

    private static Checkpoint? ReadPayload(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, AuditJson.Relaxed.Checkpoint);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<CheckpointEntry>? ReadEntries(Checkpoint checkpoint)
    {
        if (!Base64Url.IsValid(checkpoint.Entries)) return null;
        var bytes = Base64Url.DecodeFromChars(checkpoint.Entries);
        if (bytes.Length is 0 or > Checkpoint.MaxEntries * EntryBytes || bytes.Length % EntryBytes != 0) return null;
        var entries = ImmutableArray.CreateBuilder<CheckpointEntry>(bytes.Length / EntryBytes);
        for (var at = 0; at < bytes.Length; at += EntryBytes)
            entries.Add(new(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at)), bytes.AsMemory(at + sizeof(long), EventChain.HashBytes)));
        return entries[^1].Position == checkpoint.Through ? entries.MoveToImmutable() : null;
    }
}
