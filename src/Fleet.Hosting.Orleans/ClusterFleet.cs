using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Twofold.Cluster;

/// <summary>The cluster as a fleet, and what the parts of one silo share. Views come from the store, where everything acknowledged already is.</summary>
public sealed class ClusterFleet : IFleet, IHostedService
{
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly Broadcast _broadcast = new(buffer: 1024, maxWatchers: 100_000);
    private readonly Doorkeeper _door = new();
    private readonly IGrainFactory _grains;
    private readonly LetterCourier _courier;

    internal ClusterFleet(ClusterSettings settings, IGrainStore store, IGrainFactory grains, IAccessLog access, Notices notices)
    {
        (Settings, Store, _grains) = (settings, store, grains);
        Voice = new HostVoice(_broadcast, access, settings.Journal);
        Voice.OnSaved(notices.Tell);
        Turns = new GrainTurns(settings.Registry, store, settings.Sealer ?? new EventSealer(settings.Registry, null, null), Voice);
        _courier = new LetterCourier(settings.Registry, store, DeliverAsync, Voice);
    }

    internal ClusterSettings Settings { get; }
    internal IGrainStore Store { get; }
    internal HostVoice Voice { get; }
    internal GrainTurns Turns { get; }
    internal DateTimeOffset Now => Settings.Clock.GetUtcNow();

    /// <inheritdoc/>
    public async Task<Reply> AskAsync<TCommand, TView>(
        GrainRef<TCommand, TView> to, TCommand command, Actor actor, string? commandId = null, CancellationToken cancel = default)
        where TCommand : notnull =>
        Asking.Refusal(to.Id, commandId) ?? await DeliverAsync(Asking.Envelope(Settings.Registry, to.Id, command, actor, commandId)).WaitAsync(cancel);

    /// <inheritdoc/>
    public async Task<Viewed<TView>> ViewAsync<TCommand, TView>(GrainRef<TCommand, TView> of, CancellationToken cancel = default)
    {
        Asking.CheckKey(of.Id);
        var (version, view) = (await Turns.LoadAsync(of.Id)).View(Now);
        return new Viewed<TView>(version, (TView)view!);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GrainNotice> WatchAsync(string? kind, string? key, CancellationToken cancel) => _broadcast.Watch(kind, key, cancel);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains: refuses commands from now on as busy and waits for those under way, before the silo stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _door.CloseAsync().WaitAsync(cancellationToken);

    internal void Hear(GrainNotice notice) => _broadcast.Publish(notice);

    internal Outbox OutboxOf(FleetId sender) => new(sender, Store, _courier);

    internal IClusterGrain Grain(FleetId id) => _grains.GetGrain<IClusterGrain>(EngineId.Create(id.Kind, id.Key));

    internal async Task<Reply> DeliverAsync(CommandEnvelope command)
    {
        using var inside = _door.Enter();
        var (message, began, stale) = (new Envelope(EnvelopeCodec.Write(command)), Stopwatch.GetTimestamp(), 0);
        while (true)
        {
            try
            {
                return Read(command, await Grain(command.To).Do(message));
            }
            catch (StaleActivationException again)
            {
                if (++stale > 1) throw Voice.Fault("grain/save-failed", command.To, again);
            }
            catch (Exception lost) when (lost is OrleansException or TimeoutException)
            {
                // The silo is gone, or no longer has the grain: the next attempt finds another one, and the same id applies nothing twice.
                if (Stopwatch.GetElapsedTime(began) >= RetryFor) throw Voice.Fault("grain/unreachable", command.To, lost);
                await Task.Delay(RetryAfter);
            }
        }
    }

    private Reply Read(CommandEnvelope command, Answer answer)
    {
        if (answer.Incident is { } incident) throw new GrainFaultException(answer.Code!, command.To, incident);
        if (answer.Code == "fleet/busy") throw new FleetBusyException("silo's");
        var reply = new Reply(answer.Version, answer.Code, answer.Explanation);
        if (reply.Code == "access/denied") Voice.Denied(command, reply, Now);
        return reply;
    }
}
