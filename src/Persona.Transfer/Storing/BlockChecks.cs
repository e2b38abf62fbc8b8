namespace Twofold.Transfer;

/// <summary>Verifies blocks on arrival: a store that kept something under a wrong name would spoil every snapshot that shares it.</summary>
internal static class BlockChecks
{
    /// <summary>Verifies a batch on all processors.</summary>
    /// <exception cref="TransferException"><c>block/damaged</c></exception>
    public static void Verify(StoredBlock[] untrustedBatch)
    {
        var damaged = 0;
        Parallel.For(0, untrustedBatch.Length, () => new byte[Block.Bytes], (n, _, room) =>
        {
            if (!Fits(untrustedBatch[n], room)) Interlocked.Increment(ref damaged);
            return room;
        }, _ => { });
        if (damaged > 0) throw new TransferException(TransferCodes.BlockDamaged, $"{damaged} of {untrustedBatch.Length} blocks are not what their digests say");
    }

    private static bool Fits(StoredBlock block, byte[] room) => !block.Digest.IsHole && BlockForm.Fits(block.Form.Span, block.Digest, room);
}
