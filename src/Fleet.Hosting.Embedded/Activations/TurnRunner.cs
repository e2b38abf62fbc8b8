using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>Runs one errand of a grain: load, turn, save, tell. It never throws; whatever breaks goes to the caller and to the journal.</summary>
internal sealed class TurnRunner(GrainTurns turns, TimeProvider time, HostVoice voice)
{
    private const int Attempts = 2;

    public DateTimeOffset Now => time.GetUtcNow();

    public long Stamp() => time.GetTimestamp();

    public async ValueTask RunAsync(GrainCell cell, Errand errand)
    {
        try
        {
            if (errand is Errand.Command command) command.Answer.TrySetResult(await TakeAsync(cell, command.Envelope));
            else if (errand is Errand.Look look) look.Answer.TrySetResult(await LookAsync(cell));
        }
        catch (Exception error) when (error is FleetBusyException or GrainFaultException)
        {
            errand.Fail(error);
        }
        catch (Exception error)
        {
            errand.Fail(voice.Fault(GrainTurns.CodeOf(error, "grain/turn-failed"), cell.Id, error));
        }
    }

    private async ValueTask<Reply> TakeAsync(GrainCell cell, CommandEnvelope envelope)
    {
        var taken = default(Taken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var grain = await LoadAsync(cell);
            taken = await turns.TryTakeAsync(grain, envelope, Now);
            if (taken.Reply is { } reply) return Answer(envelope, reply);
            cell.Current = null;
            cell.Current = await turns.ReloadAsync(cell.Id, grain);
        }

        throw voice.Fault(GrainTurns.CodeOf(taken.Lost, "grain/save-failed"), cell.Id, taken.Lost);
    }

    private async ValueTask<(long Version, object? View)> LookAsync(GrainCell cell)
    {
        var grain = cell.Current ?? await turns.LoadAsync(cell.Id);
        if (cell.NoteLook()) cell.Current = grain;
        return grain.View(Now);
    }

    private Reply Answer(CommandEnvelope envelope, Reply reply)
    {
        if (reply.Code == "access/denied") voice.Denied(envelope, reply, Now);
        return reply;
    }

    private async ValueTask<Loaded> LoadAsync(GrainCell cell) => cell.Current ??= await turns.LoadAsync(cell.Id);
}
