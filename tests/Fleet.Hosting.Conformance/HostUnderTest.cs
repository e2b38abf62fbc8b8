namespace Twofold.Fleet.Conformance;

/// <summary>A running host, as the suite needs it.</summary>
/// <param name="Store">The store as the host sees it.</param>
/// <param name="Stop">Stops it and lets go of its store.</param>
public sealed record HostUnderTest(IFleet Fleet, TroubledStore Store, IEventLog Events, IAccessLog Access, Func<ValueTask> Stop) : IAsyncDisposable
{
    private bool _stopped;

    /// <summary>Adds to a counter as the installation itself.</summary>
    public Task<Reply> AddAsync(string key, long by, string? commandId = null) => AskAsync(key, new CounterCommand.Add(by), commandId);

    /// <summary>Asks a counter as the installation itself.</summary>
    public Task<Reply> AskAsync(string key, CounterCommand command, string? commandId = null) =>
        Fleet.AskAsync(Counter.Ref(key), command, Actor.System, commandId);

    /// <summary>A counter's view.</summary>
    public async Task<CounterState> SeeAsync(string key) => (await Fleet.ViewAsync(Counter.Ref(key))).View;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await Stop();
    }
}
