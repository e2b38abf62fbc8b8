using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>Runs one errand of a grain: load, turn, save, tell. It never throws; whatever breaks goes to the caller and to the journal.</summary>
internal sealed class TurnRunner(GrainRegistry registry, IGrainStore store, EventSealer sealer, TimeProvider time, HostVoice voice)
{
    private const int Attempts = 2;

    public DateTimeOffset Now => time.GetUtcNow();

    public long Stamp() => time.GetTimestamp();

    public async ValueTask RunAsync(GrainCell cell, Errand errand)
    {
        try
        {
            if (errand is Errand.Command command) command.Answer.TrySetResult(await TakeAsync(cell, command.Envelope));
            else if (errand is Errand.Look look) look.Answer.TrySetResult((await LoadAsync(cell)).View(Now));
        }
        catch (Exception error) when (error is FleetBusyException or GrainFaultException)
        {
            errand.Fail(error);
        }
        catch (Exception error)
        {
            errand.Fail(voice.Fault(CodeOf(error, "grain/turn-failed"), cell.Id, error));
        }
    }

    private async ValueTask<Reply> TakeAsync(GrainCell cell, CommandEnvelope envelope)
    {
        Exception? lost = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var grain = await LoadAsync(cell);
            var outcome = grain.Turn(envelope, Now);
            if (outcome.Write is not { } decided) return Answer(envelope, outcome.Reply);
            var write = await sealer.SealAsync(decided, grain.Head, CancellationToken.None);
            (var saved, lost) = await TrySaveAsync(write);
            sealer.Saved(write, saved);
            if (saved)
            {
                grain.Keep(outcome with { Write = write });
                voice.Saved(cell.Id, outcome.Reply.Version, !write.Letters.IsEmpty);
                return outcome.Reply;
            }

            await ReloadAsync(cell, grain);
        }

        throw voice.Fault(CodeOf(lost, "grain/save-failed"), cell.Id, lost);
    }

    private static string CodeOf(Exception? error, string otherwise) => error switch
    {
        StoreTroubleException trouble => trouble.Code,
        NewerShapeException => NewerShapeException.Code,
        _ => otherwise,
    };

    private Reply Answer(CommandEnvelope envelope, Reply reply)
    {
        if (reply.Code == "access/denied") voice.Denied(envelope, reply, Now);
        return reply;
    }

    // A full writer did nothing, so the activation stays; after any other error nobody knows whether the write landed.
    private async ValueTask<(bool Saved, Exception? Error)> TrySaveAsync(GrainWrite write)
    {
        try
        {
            return (await store.SaveAsync(write, CancellationToken.None), null);
        }
        catch (Exception error) when (error is not FleetBusyException)
        {
            return (false, error);
        }
    }

    private async ValueTask<Loaded> LoadAsync(GrainCell cell)
    {
        if (cell.Current is { } current) return current;
        var stored = await store.LoadAsync(cell.Id, CancellationToken.None);
        return cell.Current = new Loaded(registry.Kind(cell.Id.Kind).Load(cell.Id, stored, registry));
    }

    // A save that threw may have landed, and another writer may have been here: either way watchers have not heard of it.
    private async ValueTask ReloadAsync(GrainCell cell, Loaded stale)
    {
        cell.Current = null;
        var fresh = await LoadAsync(cell);
        if (fresh.Version > stale.Version) voice.Saved(cell.Id, fresh.Version, mayHaveLetters: true);
    }
}
