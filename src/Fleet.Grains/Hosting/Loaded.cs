namespace Twofold.Fleet.Hosting;

/// <summary>An activation that readers may look at while a turn waits for its save: they see the last saved state.</summary>
internal sealed class Loaded(IActivation activation)
{
    private readonly Lock _gate = new();

    public long Version
    {
        get
        {
            lock (_gate) return activation.Version;
        }
    }

    /// <summary>The head of its chain of events as it is stored.</summary>
    public ReadOnlyMemory<byte> Head
    {
        get
        {
            lock (_gate) return activation.Head;
        }
    }

    public (long Version, object? View) View(DateTimeOffset now)
    {
        lock (_gate) return (activation.Version, activation.View(now));
    }

    public TurnOutcome Turn(CommandEnvelope envelope, DateTimeOffset now)
    {
        lock (_gate) return activation.Turn(envelope, now);
    }

    public void Keep(TurnOutcome outcome)
    {
        lock (_gate) activation.Keep(outcome);
    }
}
