using System.Buffers;
using System.Buffers.Text;

namespace Twofold.Protocol;

/// <summary>Base64url without padding (RFC 4648, section 5), with exactly one spelling for each value.</summary>
internal static class Base64UrlText
{
    public static string Write(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The bytes, or null for anything but the one spelling.</summary>
    public static byte[]? Read(ReadOnlySpan<char> untrustedText)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(untrustedText.Length)];
        if (Base64Url.DecodeFromChars(untrustedText, bytes, out _, out var written) != OperationStatus.Done) return null;
        Array.Resize(ref bytes, written);
        // The decoder forgives padding, white space and loose trailing bits; writing the bytes again shows them.
        return untrustedText.SequenceEqual(Write(bytes)) ? bytes : null;
    }
}
