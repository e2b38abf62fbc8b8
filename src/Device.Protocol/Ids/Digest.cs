using System.Security.Cryptography;

namespace Twofold.Protocol;

/// <summary>SHA-256 in lower-case hexadecimal, 64 characters: how documents, certificates and secrets are named.</summary>
public static class Digest
{
    /// <summary>Characters of a digest.</summary>
    public const int Length = 64;

    /// <summary>The digest of these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether the text has the form of a digest.</summary>
    public static bool IsOne(string? text) => text?.Length == Length && !text.AsSpan().ContainsAnyExcept(Grammar.LowerHex);
}
