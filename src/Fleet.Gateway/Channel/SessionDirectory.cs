using System.Collections.Concurrent;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>The open sessions, at most one for each phone; the listener bounds how many.</summary>
internal sealed class SessionDirectory
{
    private static readonly Problem Stopping = new("channel/server-stopping", "the server stops; dial again later");

    private readonly ConcurrentDictionary<string, PhoneSession> _open = new(StringComparer.Ordinal);
    private volatile bool _closed;

    /// <summary>Every open session.</summary>
    public IEnumerable<PhoneSession> All => _open.Select(s => s.Value);

    /// <summary>The session takes the phone's place; an older one is closed with <c>channel/replaced</c>.</summary>
    public void Enter(PhoneSession session)
    {
        PhoneSession? older = null;
        _open.AddOrUpdate(session.PhoneId, session, (_, there) => Remember(out older, there, session));
        older?.Stop(new Problem("channel/replaced", "the phone opened a newer socket"));
        if (_closed) session.Stop(Stopping);
    }

    /// <summary>Closes every session, and each that comes later, with <c>channel/server-stopping</c>. Ends when all have left.</summary>
    public Task CloseAsync()
    {
        _closed = true;
        var sessions = All.ToList();
        foreach (var session in sessions) session.Stop(Stopping);
        return Task.WhenAll(sessions.Select(s => s.Left));
    }

    /// <summary>The session leaves, unless a newer one has taken its place.</summary>
    public void Leave(PhoneSession session) => _open.TryRemove(KeyValuePair.Create(session.PhoneId, session));

    /// <summary>The phone's session, or null.</summary>
    public PhoneSession? Find(string phoneId) => _open.GetValueOrDefault(phoneId);

    private static PhoneSession Remember(out PhoneSession older, PhoneSession there, PhoneSession session)
    {
        older = there;
        return session;
    }
}
