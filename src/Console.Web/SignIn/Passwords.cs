using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Twofold.Web.SignIn;

/// <summary>Hashes and checks passwords (PBKDF2 with HMAC-SHA512 and a salt of its own each).</summary>
public static class Passwords
{
    /// <summary>Characters of the shortest password.</summary>
    public const int Shortest = 12;

    /// <summary>Characters of the longest password.</summary>
    public const int Longest = 256;

    // What OWASP's cheat sheet asks of PBKDF2 with HMAC-SHA512.
    private const int Rounds = 210_000;
    private static readonly object Anyone = new();

    private static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    // What a password of an unknown user is checked against.
    private static readonly string Nobodys = Hasher.HashPassword(Anyone, Desk.Secret.New());

    /// <summary>A salted hash.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Anyone, password);

    /// <summary>
    /// Whether the password has that hash. Without a hash (an unknown user) the answer is no after the same work, so that time does not
    /// tell who has an account.
    /// </summary>
    public static bool Check(string untrustedPassword, string? hash) =>
        Hasher.VerifyHashedPassword(Anyone, hash ?? Nobodys, untrustedPassword) != PasswordVerificationResult.Failed && hash is not null;
}
