using Twofold.Fleet;

namespace Twofold.Web.Composition;

/// <summary>
/// Writes what breaks inside the fleet's host to the log. While the disk fails, every command fails alike: of those one a second is written.
/// </summary>
sealed partial class FleetJournal(TimeProvider time, ILogger<FleetJournal> log)
{
    private static readonly TimeSpan OneOfMany = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _lastTrouble;

    public void Note(HostIncident incident)
    {
        if (!IsOneOfMany(incident)) Broke(incident.Error, incident.Code, incident.Grain.ToString(), incident.Incident);
    }

    private bool IsOneOfMany(HostIncident incident)
    {
        if (!incident.Code.StartsWith("store/", StringComparison.Ordinal)) return false;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if ((now - _lastTrouble).Duration() < OneOfMany) return true;
            _lastTrouble = now;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Code} at `{Grain}`, incident {Incident}")]
    private partial void Broke(Exception? error, string code, string grain, string incident);
}
