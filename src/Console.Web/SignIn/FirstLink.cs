using Twofold.Web.Desk;

namespace Twofold.Web.SignIn;

/// <summary>
/// The one-time link by which the first owner signs in. Only its hash is kept, in memory: a restart without an owner makes a new one.
/// </summary>
public sealed class FirstLink(TimeProvider time)
{
    /// <summary>How long the link holds.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private (string Hash, DateTimeOffset ExpiresAt)? _open;

    /// <summary>Makes the link, path and query only. It holds the secret and is printed once.</summary>
    public string Open()
    {
        var secret = Secret.New();
        lock (_lock) _open = (Secret.HashOf(secret), time.GetUtcNow() + Holds);
        return $"/sign-in/first?token={secret}";
    }

    /// <summary>Whether the token is the open link's.</summary>
    public bool Fits(string untrustedToken)
    {
        lock (_lock) return _open is { } open && time.GetUtcNow() < open.ExpiresAt && Secret.Matches(untrustedToken, open.Hash);
    }

    /// <summary>Takes the link, once: of several at a time one gets it. Its hash, or null.</summary>
    public string? Take(string untrustedToken)
    {
        lock (_lock)
        {
            if (!Fits(untrustedToken)) return null;
            var hash = _open!.Value.Hash;
            _open = null;
            return hash;
        }
    }

    /// <summary>Gives a taken link back: nothing came of it, for example because the user name was refused.</summary>
    public void GiveBack(string hash)
    {
        lock (_lock) _open ??= (hash, time.GetUtcNow() + Holds);
    }
}
