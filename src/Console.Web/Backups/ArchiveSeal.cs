using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Web.Backups;

/// <summary>
/// How an archive is sealed. It begins with the 17 bytes <c>twofold-backup/1\n</c>, the number of PBKDF2 rounds (4 bytes) and 32 bytes of
/// salt. Then come chunks of up to 64 KiB: their length (4 bytes, the highest bit set on the last one), the ciphertext, 16 bytes of tag.
/// AES-256-GCM (NIST SP 800-38D) under a key of PBKDF2-HMAC-SHA-256 (RFC 8018) over the passphrase; the nonce is the chunk's number, and what
/// is authenticated beside it is the head and the length field. So a chunk that is changed, moved, dropped or cut off at the end is noticed.
/// Numbers have their highest byte first.
/// </summary>
sealed class ArchiveSeal : IDisposable
{
    /// <summary>Bytes of a whole chunk's plaintext.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>Characters that a passphrase has at least.</summary>
    public const int LeastPassphrase = 16;

    /// <summary>The bit of a length that marks the last chunk.</summary>
    public const uint Last = 0x8000_0000;

    private const int TagBytes = 16;
    private const int SaltBytes = 32;
    private const int Rounds = 600_000;
    private const int MostRounds = 10_000_000;

    private readonly AesGcm _cipher;
    private readonly byte[] _head;
    private long _number;

    private ArchiveSeal(byte[] head, byte[] key) => (_head, _cipher) = (head, new AesGcm(key, TagBytes));

    private static ReadOnlySpan<byte> Magic => "twofold-backup/1\n"u8;

    /// <summary>Begins a new archive and writes its head.</summary>
    public static ArchiveSeal Begin(Stream archive, string passphrase)
    {
        var head = new byte[Magic.Length + sizeof(int) + SaltBytes];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(Magic.Length), Rounds);
        RandomNumberGenerator.Fill(head.AsSpan(Magic.Length + sizeof(int)));
        archive.Write(head);
        return Of(head, passphrase);
    }

    /// <summary>Reads the head of an archive.</summary>
    /// <exception cref="BackupException"><c>backup/unreadable</c></exception>
    public static ArchiveSeal Open(Stream archive, string passphrase)
    {
        var head = new byte[Magic.Length + sizeof(int) + SaltBytes];
        var read = archive.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var rounds = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length));
        if (read < head.Length || !head.AsSpan().StartsWith(Magic) || rounds is < 1 or > MostRounds)
            throw new BackupException("backup/unreadable", "this is not a backup that this program can read");
        return Of(head, passphrase);
    }

    /// <summary>Writes the next chunk.</summary>
    public void Write(Stream archive, ReadOnlySpan<byte> plain, bool last)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)plain.Length | (last ? Last : 0));
        var chunk = new byte[plain.Length + TagBytes];
        _cipher.Encrypt(Nonce(), plain, chunk.AsSpan(0, plain.Length), chunk.AsSpan(plain.Length), Beside(length));
        archive.Write(length);
        archive.Write(chunk);
    }

    /// <summary>Reads the next chunk.</summary>
    /// <exception cref="BackupException"><c>backup/cut</c>, <c>backup/sealed</c></exception>
    public (byte[] Plain, bool IsLast) Read(Stream archive)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        Fill(archive, length);
        var bytes = BinaryPrimitives.ReadUInt32BigEndian(length);
        if ((bytes & ~Last) > ChunkBytes) throw Sealed(null);
        var chunk = new byte[(bytes & ~Last) + TagBytes];
        Fill(archive, chunk);
        var plain = new byte[chunk.Length - TagBytes];
        try
        {
            _cipher.Decrypt(Nonce(), chunk.AsSpan(0, plain.Length), chunk.AsSpan(plain.Length), plain, Beside(length));
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw Sealed(fault);
        }

        return (plain, (bytes & Last) != 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private static ArchiveSeal Of(byte[] head, string passphrase)
    {
        var rounds = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length));
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), head.AsSpan(Magic.Length + sizeof(int)), rounds, HashAlgorithmName.SHA256, 32);
        try
        {
            return new ArchiveSeal(head, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Fill(Stream archive, Span<byte> room)
    {
        if (archive.ReadAtLeast(room, room.Length, throwOnEndOfStream: false) < room.Length)
            throw new BackupException("backup/cut", "the end of the backup is missing");
    }

    private static BackupException Sealed(Exception? cause) => new("backup/sealed", "the passphrase is another one, or the backup was changed", cause);

    private byte[] Nonce()
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), _number++);
        return nonce;
    }

    private byte[] Beside(ReadOnlySpan<byte> length) => [.. _head, .. length];
}
