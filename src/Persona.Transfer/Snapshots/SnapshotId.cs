namespace Twofold.Transfer;

/// <summary>Names a snapshot: the digest of its manifest, and so of everything in it.</summary>
public readonly record struct SnapshotId(BlockDigest Digest)
{
    /// <summary>From 64 lower-case hexadecimal digits; null for anything else.</summary>
    public static SnapshotId? Read(ReadOnlySpan<char> untrusted) => BlockDigest.Read(untrusted) is { } digest ? new SnapshotId(digest) : null;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Digest.ToString();
}
