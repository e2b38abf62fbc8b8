using System.Diagnostics;

namespace Twofold.Fleet.Hosting;

/// <summary>Everything a turn tells the rest of the host.</summary>
internal sealed class HostVoice(Broadcast broadcast, IAccessLog access, Action<HostIncident> journal)
{
    private Action _lettersWait = () => { };
    private Action<GrainNotice> _saved = _ => { };

    /// <summary>Whom to tell that there may be new letters.</summary>
    public void OnLetters(Action lettersWait) => _lettersWait = lettersWait;

    /// <summary>Whom to tell of a change beside the watchers here.</summary>
    public void OnSaved(Action<GrainNotice> saved) => _saved = saved;

    public void Saved(GrainId id, long version, bool mayHaveLetters)
    {
        broadcast.Publish(new GrainNotice(id, version));
        PassOn(new GrainNotice(id, version));
        if (mayHaveLetters) _lettersWait();
    }

    public void Denied(CommandEnvelope envelope, Reply reply, DateTimeOffset now) => access.Note(
        new AccessRefusal(now, envelope.Actor.Kind, envelope.Actor.Id, envelope.To, envelope.CommandId, reply.Explanation ?? ""));

    /// <summary>Writes the details down under a fresh id; the answer carries only the id.</summary>
    public GrainFaultException Fault(string code, GrainId grain, Exception? error)
    {
        var incident = Guid.CreateVersion7().ToString("N");
        Report(new HostIncident(code, incident, grain, error));
        return new GrainFaultException(code, grain, incident);
    }

    public void Report(HostIncident incident)
    {
        try
        {
            journal(incident);
        }
        catch (Exception broken)
        {
            // A journal that breaks must not take a grain's loop with it.
            Trace.TraceError($"the journal broke ({broken.GetType().Name}) at incident {incident.Incident}");
        }
    }

    // What is told of is saved: a notice that cannot be passed on is one that is missed, and no reason for the turn to fail.
    private void PassOn(GrainNotice notice)
    {
        try
        {
            _saved(notice);
        }
        catch (Exception error)
        {
            Fault("notice/failed", notice.Id, error);
        }
    }
}
