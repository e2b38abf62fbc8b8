using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Device;

/// <summary>
/// Who may see the phone's own page: whoever can ask the agent for a key, which only the user that it runs as can. A key opens once. What it
/// opens is an address that nobody can guess, rather than a cookie: a browser sends its cookies to every port of a host, so also to a program of
/// another user. Safe to use from every thread.
/// </summary>
internal sealed class LocalDoor(TimeProvider time)
{
    /// <summary>Keys that were asked for and not used yet, and as many sessions; then the oldest goes.</summary>
    public const int Most = 4;

    /// <summary>How long a key opens.</summary>
    public static readonly TimeSpan KeyLasts = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts after its last request.</summary>
    public static readonly TimeSpan SessionLasts = TimeSpan.FromMinutes(15);

    private const int SecretBytes = 32;
    private readonly Lock _lock = new();
    private readonly List<(string Secret, DateTimeOffset Until)> _keys = [];
    private readonly List<(LocalSession Session, DateTimeOffset Until)> _sessions = [];

    /// <summary>A fresh key.</summary>
    public string NewKey()
    {
        lock (_lock)
        {
            if (_keys.Count == Most) _keys.RemoveAt(0);
            _keys.Add((NewSecret(), time.GetUtcNow() + KeyLasts));
            return _keys[^1].Secret;
        }
    }

    /// <summary>Opens with a key, which opens nothing again; null if it does not.</summary>
    public LocalSession? Open(string untrustedKey)
    {
        lock (_lock)
        {
            var at = _keys.FindIndex(key => key.Until > time.GetUtcNow() && IsSame(key.Secret, untrustedKey));
            if (at < 0) return null;
            _keys.RemoveAt(at);
            if (_sessions.Count == Most) _sessions.RemoveAt(0);
            _sessions.Add((new LocalSession(NewSecret(), NewSecret()), time.GetUtcNow() + SessionLasts));
            return _sessions[^1].Session;
        }
    }

    /// <summary>The session of that address, which lasts on from now; null if there is none any more.</summary>
    public LocalSession? Find(string untrustedAddress)
    {
        lock (_lock)
        {
            var at = _sessions.FindIndex(session => session.Until > time.GetUtcNow() && IsSame(session.Session.Address, untrustedAddress));
            if (at < 0) return null;
            _sessions[at] = (_sessions[at].Session, time.GetUtcNow() + SessionLasts);
            return _sessions[at].Session;
        }
    }

    /// <summary>Compares in a time that says nothing of the secret.</summary>
    public static bool IsSame(string secret, string? untrusted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes(untrusted ?? string.Empty));

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>One browser that was let in.</summary>
/// <param name="Address">The part of its addresses that nobody can guess.</param>
/// <param name="FormToken">What each of its forms has to bring along.</param>
internal sealed record LocalSession(string Address, string FormToken)
{
    /// <summary>Where its pages lie.</summary>
    public string Root => $"/s/{Address}/";

    /// <summary>Names no secret.</summary>
    public override string ToString() => nameof(LocalSession);
}
