using System.IO.Compression;

namespace Twofold.Transfer;

/// <summary>
/// How a block is sent and stored: its own 64 KiB, or fewer bytes if it was worth compressing (Brotli). The length alone tells which, so a
/// block of ciphertext takes exactly its size.
/// </summary>
public static class BlockForm
{
    // What saves less than an eighth is not worth the time it takes to expand it again.
    private const int Worthwhile = Block.Bytes / 8 * 7;
    private const int FastQuality = 1;
    private const int BlockWindow = 16;

    // Odd, so that it falls into step with no structure whose size is a power of two.
    private const int Stride = 61;
    private const int Samples = (Block.Bytes + Stride - 1) / Stride;

    // Chi-square of evenly distributed bytes has a mean of 255 and a deviation of 23: ciphertext never comes near this.
    private const long MostEven = 512;

    /// <summary>Writes the form of a block into a room of its size and answers how much of it that takes.</summary>
    public static int Write(ReadOnlySpan<byte> block, Span<byte> room)
    {
        if (MayShrink(block) && BrotliEncoder.TryCompress(block, room[..Worthwhile], out var length, FastQuality, BlockWindow)) return length;
        block.CopyTo(room);
        return Block.Bytes;
    }

    /// <summary>Reads a block back into a room of its size; false if it is not the block that the digest names. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrustedForm, BlockDigest digest, Span<byte> room) =>
        TryExpand(untrustedForm, room) && BlockDigest.Of(room) == digest;

    /// <summary>Whether it is the form of the block that the digest names. Never throws.</summary>
    /// <param name="room">Of a block's size, for a form that has to be expanded.</param>
    public static bool Fits(ReadOnlySpan<byte> untrustedForm, BlockDigest digest, Span<byte> room) =>
        untrustedForm.Length == Block.Bytes ? BlockDigest.Of(untrustedForm) == digest : TryRead(untrustedForm, digest, room);

    private static bool TryExpand(ReadOnlySpan<byte> form, Span<byte> room)
    {
        if (form.Length < Block.Bytes) return BrotliDecoder.TryDecompress(form, room, out var length) && length == Block.Bytes;
        return form.Length == Block.Bytes && form.TryCopyTo(room);
    }

    private static bool MayShrink(ReadOnlySpan<byte> block)
    {
        Span<int> seen = stackalloc int[256];
        seen.Clear();
        for (var at = 0; at < block.Length; at += Stride) seen[block[at]]++;
        var squares = 0L;
        foreach (var times in seen) squares += (long)times * times;
        return (squares * seen.Length / Samples) - Samples > MostEven;
    }
}
