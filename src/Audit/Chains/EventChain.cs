using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Auditing;

/// <summary>
/// The chain of one grain's events: each hash covers the one before, so an event that was changed, dropped or moved shows in every later
/// hash. A hash is SHA-256 over, in this order: the 16 bytes <c>twofold-event/1\n</c>; the 32 bytes of the hash before (zeros before
/// the first event); then kind, key, version, type, time, actor kind, actor id, command id, shape, and the SHA-256 of the body (32 bytes),
/// so that a body can be forgotten and its chain still be shown whole. A text is its length in bytes as four bytes and then UTF-8; a number
/// is eight bytes, the time being UTC ticks of 100 ns since the year 1; the actor kind is one byte. Numbers have their highest byte first. The place in the feed is not covered: the store gives it, checkpoints cover it.
/// </summary>
public static class EventChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int OnStack = 1024;

    private static readonly byte[] Zeros = new byte[HashBytes];

    /// <summary>The head of a chain without events.</summary>
    public static ReadOnlyMemory<byte> Start => Zeros;

    private static ReadOnlySpan<byte> Domain => "twofold-event/1\n"u8;

    /// <summary>The hash of an event that follows on <paramref name="head"/>.</summary>
    /// <exception cref="ArgumentException">The head is not a hash.</exception>
    public static byte[] Next(ReadOnlySpan<byte> head, in AuditEvent happened)
    {
        if (head.Length != HashBytes) throw new ArgumentException($"a chain's head has {HashBytes} bytes", nameof(head));
        var most = Most(happened);
        if (most <= OnStack) return Hash(head, happened, stackalloc byte[OnStack]);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Hash(head, happened, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int Most(in AuditEvent e) =>
        Domain.Length + (2 * HashBytes) + (5 * sizeof(int)) + (3 * sizeof(long)) + 1
        + Encoding.UTF8.GetMaxByteCount(e.Kind.Length + e.Key.Length + e.Type.Length + e.ActorId.Length + e.CommandId.Length);

    private static byte[] Hash(ReadOnlySpan<byte> head, in AuditEvent e, Span<byte> room)
    {
        var writing = new Encoder(room);
        writing.Raw(Domain);
        writing.Raw(head);
        writing.Text(e.Kind);
        writing.Text(e.Key);
        writing.Number(e.Version);
        writing.Text(e.Type);
        writing.Number(e.At.UtcTicks);
        writing.Byte(e.ActorKind);
        writing.Text(e.ActorId);
        writing.Text(e.CommandId);
        writing.Number(e.Shape);
        writing.Digest(e.Body.Span, e.Forgotten.Span);
        return SHA256.HashData(writing.Written);
    }

    private ref struct Encoder(Span<byte> room)
    {
        private readonly Span<byte> _room = room;
        private int _at;

        public readonly ReadOnlySpan<byte> Written => _room[.._at];

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_room[_at..]);
            _at += bytes.Length;
        }

        public void Byte(int value) => _room[_at++] = checked((byte)value);

        public void Number(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_room[_at..], value);
            _at += sizeof(long);
        }

        public void Text(string text)
        {
            var length = Encoding.UTF8.GetBytes(text, _room[(_at + sizeof(int))..]);
            Length(length);
            _at += length;
        }

        public void Digest(ReadOnlySpan<byte> body, ReadOnlySpan<byte> kept)
        {
            if (kept.IsEmpty) SHA256.HashData(body, _room[_at..]);
            else kept.CopyTo(_room.Slice(_at, HashBytes));
            _at += HashBytes;
        }

        private void Length(int length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_room[_at..], length);
            _at += sizeof(int);
        }
    }
}
