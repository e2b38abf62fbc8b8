using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The single-machine host: finds the one activation of a key, runs its turns one at a time, saves them, carries letters, wakes what is
/// due and tells watchers. Commands are taken before <see cref="Start"/>; letters and deadlines move from then on.
/// </summary>
public sealed class EmbeddedFleet : IFleet, IAsyncDisposable
{
    private readonly GrainRegistry _registry;
    private readonly EmbeddedOptions _options;
    private readonly Activations _activations;
    private readonly Broadcast _broadcast;
    private readonly HostVoice _voice;
    private readonly HostLoops _loops;
    private readonly Doorkeeper _door = new();

    /// <summary>A host over a store, which it does not own.</summary>
    /// <param name="journal">Gets what breaks; it may be called from many threads.</param>
    /// <param name="sealer">Seals names of persons in events; null leaves them as they are.</param>
    public EmbeddedFleet(
        GrainRegistry registry, IGrainStore store, TimeProvider time, Action<HostIncident> journal, EmbeddedOptions? options = null, EventSealer? sealer = null)
    {
        (_registry, _options) = (registry, options ?? new EmbeddedOptions());
        var access = new AccessRing(_options.AccessLog);
        Access = access;
        _broadcast = new Broadcast(_options.WatcherBuffer, _options.MaxWatchers);
        _voice = new HostVoice(_broadcast, access, journal);
        _activations = new Activations(new TurnRunner(new GrainTurns(registry, store, sealer ?? new EventSealer(registry, null, null), _voice), time, _voice), time, _options);
        _loops = HostLoops.Of(registry, store, time, DeliverAsync, _voice, _activations, _options);
    }

    /// <summary>Who was turned away.</summary>
    public IAccessLog Access { get; }

    /// <summary>How many grains are in memory.</summary>
    public int Activated => _activations.Count;

    /// <summary>Starts to carry letters (those an earlier run left too) and to wake what is due.</summary>
    public void Start() => _loops.Start();

    /// <inheritdoc/>
    public async Task<Reply> AskAsync<TCommand, TView>(
        GrainRef<TCommand, TView> to, TCommand command, Actor actor, string? commandId = null, CancellationToken cancel = default)
        where TCommand : notnull
    {
        cancel.ThrowIfCancellationRequested();
        return Asking.Refusal(to.Id, commandId) ?? await DeliverAsync(Asking.Envelope(_registry, to.Id, command, actor, commandId)).WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public async Task<Viewed<TView>> ViewAsync<TCommand, TView>(GrainRef<TCommand, TView> of, CancellationToken cancel = default)
    {
        Asking.CheckKey(of.Id);
        var (version, view) = LookNow(of.Id) ?? await LookAsync(of.Id).WaitAsync(cancel);
        return new Viewed<TView>(version, (TView)view!);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GrainNotice> WatchAsync(string? kind, string? key, CancellationToken cancel)
    {
        if (kind is null && key is not null) throw new ArgumentException("a key is watched together with its kind", nameof(kind));
        return _broadcast.Watch(kind, key, cancel);
    }

    /// <summary>Stops letters and deadlines, then waits for the turns that run. Commands from now on are refused as busy.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loops.DisposeAsync();
        await _door.CloseAsync();
    }

    private async Task<Reply> DeliverAsync(CommandEnvelope envelope)
    {
        using var inside = _door.Enter();
        var answer = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _activations.Post(envelope.To, new Errand.Command(envelope, answer));
        return await answer.Task;
    }

    private async Task<(long Version, object? View)> LookAsync(GrainId id)
    {
        using var inside = _door.Enter();
        var answer = new TaskCompletionSource<(long, object?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _activations.Post(id, new Errand.Look(answer));
        return await answer.Task;
    }

    private (long Version, object? View)? LookNow(GrainId id)
    {
        try
        {
            return _activations.Look(id);
        }
        catch (Exception error)
        {
            throw _voice.Fault("grain/turn-failed", id, error);
        }
    }
}
