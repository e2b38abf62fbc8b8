namespace Twofold.Transfer;

/// <summary>
/// The unit of transfer: 64 KiB of an encrypted disk at a multiple of 64 KiB, which is also what QEMU allocates at once. A disk's last block
/// is filled up with zeros. Fixed and aligned, because content-defined boundaries find nothing in ciphertext.
/// </summary>
public static class Block
{
    /// <summary>Bytes of a block.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>Whether it is all zeros: a hole, which is neither sent nor stored.</summary>
    public static bool IsHole(ReadOnlySpan<byte> block) => !block.ContainsAnyExcept((byte)0);
}

/// <summary>A block as it is sent and stored.</summary>
/// <param name="Digest">Of the block itself.</param>
/// <param name="Form">See <see cref="BlockForm"/>.</param>
public readonly record struct StoredBlock(BlockDigest Digest, ReadOnlyMemory<byte> Form);
