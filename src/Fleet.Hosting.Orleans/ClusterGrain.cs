using Orleans.Metadata;

namespace Twofold.Cluster;

/// <summary>The one class for every kind: the engine finds its single activation and runs its calls one at a time; all else is as on every host.</summary>
[ClusterKind]
public sealed class ClusterGrain<TRules, TState, TCommand, TEvent, TView>(IGrainContext context, ClusterFleet fleet) : IGrainBase, IClusterGrain
    where TRules : IRules<TState, TCommand, TEvent, TView>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);

    private readonly FleetId _id = new(TRules.Kind, context.GrainId.Key.ToString()!);
    private readonly Outbox _outbox = fleet.OutboxOf(new FleetId(TRules.Kind, context.GrainId.Key.ToString()!));
    private Loaded? _loaded;
    private IGrainTimer? _pump;

    /// <summary>The kind's name, for <see cref="ClusterKindAttribute"/>.</summary>
    public static string Kind => TRules.Kind;

    /// <inheritdoc/>
    public IGrainContext GrainContext => context;

    /// <summary>An earlier activation may have left letters.</summary>
    public Task OnActivateAsync(CancellationToken token) => Bring();

    /// <inheritdoc/>
    public Task Bring()
    {
        _outbox.Signal();
        if (_pump is null) _pump = this.RegisterGrainTimer(PumpAsync, new(TimeSpan.Zero, ResendAfter) { Interleave = true, KeepAlive = true });
        else _pump.Change(TimeSpan.Zero, ResendAfter);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Answer> Do(Envelope envelope)
    {
        try
        {
            return await TakeAsync(EnvelopeCodec.Read(_id, envelope.Command));
        }
        catch (Exception error) when (error is not StaleActivationException)
        {
            if (error is FleetBusyException busy) return new Answer(0, busy.Code, null, null);
            var fault = fleet.Voice.Fault(GrainTurns.CodeOf(error, "grain/turn-failed"), _id, error);
            return new Answer(0, fault.Code, null, fault.Incident);
        }
    }

    private async Task<Answer> TakeAsync(CommandEnvelope command)
    {
        var loaded = _loaded ??= await fleet.Turns.LoadAsync(_id);
        var taken = await fleet.Turns.TryTakeAsync(loaded, command, fleet.Now);
        if (taken.WithLetters) await Bring();
        if (taken.Reply is { } reply) return new Answer(reply.Version, reply.Code, reply.Explanation, null);
        _loaded = null;
        this.DeactivateOnIdle();
        await fleet.Turns.ReloadAsync(_id, loaded);
        throw new StaleActivationException();
    }

    // Runs between the awaits of turns, and touches nothing that they hold.
    private async Task PumpAsync(CancellationToken cancel)
    {
        await _outbox.BringAsync(() => fleet.Now, cancel);
        if (!_outbox.IsQuiet) return;
        _pump?.Dispose();
        _pump = null;
    }
}

/// <summary>Names a closed grain class after its kind, as keys in the store do.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClusterKindAttribute : Attribute, IGrainTypeProviderAttribute
{
    /// <inheritdoc/>
    public GrainType GetGrainType(IServiceProvider services, Type type) =>
        GrainType.Create(type.ContainsGenericParameters ? "twofold-any" : (string)type.GetProperty("Kind")!.GetValue(null)!);
}
