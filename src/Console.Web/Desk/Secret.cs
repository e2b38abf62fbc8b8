using System.Security.Cryptography;
using System.Text;

namespace Twofold.Web.Desk;

/// <summary>Random secrets of 256 bits, of which only the SHA-256 is kept.</summary>
public static class Secret
{
    /// <summary>A new secret: 64 hexadecimal digits.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>A new public half of a token or an id: 16 hexadecimal digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The SHA-256 of a secret's text, hex.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a secret has this hash; takes the same time whatever differs.</summary>
    public static bool Matches(string untrustedSecret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(untrustedSecret)), Encoding.ASCII.GetBytes(hash));

    /// <summary>What ties a session to the password it began with, without telling the stored hash.</summary>
    public static string StampOf(string passwordHash) => HashOf($"session:{passwordHash}")[..32];
}
