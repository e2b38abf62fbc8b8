using System.Text;

namespace Twofold.Protocol;

/// <summary>The id of a phone, derived from its hardware identity, so that the same hardware is the same phone after a re-enrolment.</summary>
public static class PhoneId
{
    /// <summary>Characters of a phone id.</summary>
    public const int Length = 20;

    /// <summary>The first 20 hexadecimal digits of the SHA-256 of the hardware identity.</summary>
    /// <param name="hardware">8 to 128 characters.</param>
    public static string From(string hardware) => Digest.Of(Encoding.UTF8.GetBytes(hardware))[..Length];

    /// <summary>Whether the text has the form of a phone id.</summary>
    public static bool IsOne(string? text) => text?.Length == Length && !text.AsSpan().ContainsAnyExcept(Grammar.LowerHex);
}
