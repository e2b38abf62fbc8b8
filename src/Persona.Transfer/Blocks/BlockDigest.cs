using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Twofold.Transfer;

/// <summary>The SHA-256 of a block, by which it is named. The default, all zeros, stands for a hole.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BlockDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    private const int TextLength = 2 * Bytes;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>From its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32.</exception>
    public BlockDigest(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Bytes) throw new ArgumentException($"a digest has {Bytes} bytes", nameof(digest));
        _first = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _second = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>What stands for a block of zeros.</summary>
    public static BlockDigest Hole => default;

    /// <summary>Whether it stands for a block of zeros.</summary>
    public bool IsHole => this == default;

    /// <summary>Its first byte, by which stores and collections divide blocks evenly.</summary>
    public byte First => (byte)(_first >> 56);

    /// <summary>The digest of some bytes.</summary>
    public static BlockDigest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        SHA256.HashData(bytes, digest);
        return new BlockDigest(digest);
    }

    /// <summary>From 64 lower-case hexadecimal digits; null for anything else.</summary>
    public static BlockDigest? Read(ReadOnlySpan<char> untrusted)
    {
        if (untrusted.Length != TextLength || untrusted.ContainsAnyExcept("0123456789abcdef")) return null;
        Span<byte> digest = stackalloc byte[Bytes];
        Convert.FromHexString(untrusted, digest, out _, out _);
        return new BlockDigest(digest);
    }

    /// <summary>Its 32 bytes.</summary>
    public void WriteTo(Span<byte> place)
    {
        BinaryPrimitives.WriteUInt64BigEndian(place, _first);
        BinaryPrimitives.WriteUInt64BigEndian(place[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(place[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(place[24..], _fourth);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[Bytes];
        WriteTo(digest);
        return Convert.ToHexStringLower(digest);
    }
}
