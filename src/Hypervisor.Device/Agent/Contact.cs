using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Remembers when the server was heard last. On disk it is at most a minute old: too old only makes the lease end sooner.</summary>
internal sealed class Contact(DeviceJournal journal, TrustedClock clock)
{
    private static readonly TimeSpan PersistEvery = TimeSpan.FromMinutes(1);
    private bool _open;

    /// <summary>When the server was heard last.</summary>
    public DateTimeOffset Last { get; private set; } = journal.Record.LastContact;

    /// <summary>The server answered. One that grants no contact is heard, but the leases run on.</summary>
    public void Opened(ServerFrame.Welcome welcome)
    {
        _open = welcome.IsContact;
        if (_open) clock.Heard(welcome.ServerTime);
        Heard();
    }

    /// <summary>The socket closed.</summary>
    public void Closed()
    {
        if (!_open) return;
        _open = false;
        Persist();
    }

    /// <summary>An open socket is contact: pings that stay unanswered close it.</summary>
    public void Heard()
    {
        if (_open) Last = clock.Now();
        if (clock.Now() - journal.Record.HighestTime >= PersistEvery) Persist();
    }

    /// <summary>Writes down the last contact and the highest time seen.</summary>
    public void Persist() => journal.Change(record => record with { LastContact = Last, HighestTime = clock.Now() });
}
