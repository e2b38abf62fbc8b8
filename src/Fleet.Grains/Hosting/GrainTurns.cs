namespace Twofold.Fleet.Hosting;

/// <summary>What every host does with a grain in memory: load it, try a turn, seal and save it, and start over after a save that went wrong.</summary>
internal sealed class GrainTurns(GrainRegistry registry, IGrainStore store, EventSealer sealer, HostVoice voice)
{
    public async ValueTask<Loaded> LoadAsync(GrainId id) =>
        new(registry.Kind(id.Kind).Load(id, await store.LoadAsync(id, CancellationToken.None), registry));

    /// <summary>One attempt. Without a reply the grain in memory is stale: <see cref="ReloadAsync"/>.</summary>
    public async ValueTask<Taken> TryTakeAsync(Loaded grain, CommandEnvelope envelope, DateTimeOffset now)
    {
        var outcome = grain.Turn(envelope, now);
        if (outcome.Write is not { } decided) return new Taken(outcome.Reply);
        var write = await sealer.SealAsync(decided, grain.Head, CancellationToken.None);
        var (saved, lost) = await TrySaveAsync(write);
        sealer.Saved(write, saved);
        if (!saved) return new Taken(null, lost);
        grain.Keep(outcome with { Write = write });
        voice.Saved(envelope.To, outcome.Reply.Version, !write.Letters.IsEmpty);
        return new Taken(outcome.Reply, WithLetters: !write.Letters.IsEmpty);
    }

    /// <summary>The grain as it is stored now. A save that threw may have landed, and another writer may have been here: either way watchers have not heard of it.</summary>
    public async ValueTask<Loaded> ReloadAsync(GrainId id, Loaded stale)
    {
        var fresh = await LoadAsync(id);
        if (fresh.Version > stale.Version) voice.Saved(id, fresh.Version, mayHaveLetters: true);
        return fresh;
    }

    /// <summary>The code under which callers are told what broke: the store's or the stored shape's own, or the other one.</summary>
    public static string CodeOf(Exception? error, string otherwise) => error switch
    {
        StoreTroubleException trouble => trouble.Code,
        NewerShapeException => NewerShapeException.Code,
        _ => otherwise,
    };

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
}

/// <summary>What an attempt came to: an answer, or none and possibly what went wrong.</summary>
internal readonly record struct Taken(Reply? Reply, Exception? Lost = null, bool WithLetters = false);
