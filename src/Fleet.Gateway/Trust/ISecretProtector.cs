namespace Twofold.Fleet.Gateway;

/// <summary>Keeps private keys unreadable at rest.</summary>
public interface ISecretProtector
{
    /// <summary>The bytes in a form that may be stored.</summary>
    byte[] Protect(byte[] secret);

    /// <summary>The bytes back.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">They were protected by somebody else, or changed.</exception>
    byte[] Unprotect(byte[] kept);
}
