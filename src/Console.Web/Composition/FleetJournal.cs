using Twofold.Fleet;

namespace Twofold.Web.Composition;

/// <summary>Writes what breaks inside the fleet's host to the log.</summary>
sealed partial class FleetJournal(ILogger<FleetJournal> log)
{
    public void Note(HostIncident incident) => Broke(incident.Error, incident.Code, incident.Grain.ToString(), incident.Incident);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Code} at `{Grain}`, incident {Incident}")]
    private partial void Broke(Exception? error, string code, string grain, string incident);
}
