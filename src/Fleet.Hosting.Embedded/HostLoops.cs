using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>What a host does by itself: carry letters, wake what is due, unload what is idle.</summary>
internal sealed class HostLoops(LetterPump pump, WakeSweep sweep, Activations activations, TimeProvider time, EmbeddedOptions options) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public static HostLoops Of(
        GrainRegistry registry, IGrainStore store, TimeProvider time, Func<CommandEnvelope, Task<Reply>> deliver, HostVoice voice,
        Activations activations, EmbeddedOptions options)
    {
        var patience = new LetterPatience(time, options.LetterAttempts, options.LetterRetry, options.LetterRetryAtMost);
        var pump = new LetterPump(store, new LetterCarrier(new LetterCourier(registry, store, deliver, voice), patience), voice, options.LettersInMemory);
        voice.OnLetters(pump.Signal);
        return new HostLoops(pump, new WakeSweep(registry, store, deliver, voice), activations, time, options);
    }

    public void Start() => _running = Task.WhenAll(Task.Run(() => pump.RunAsync(_stop.Token)), Task.Run(SweepAsync));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(options.SweepEvery, time);
        try
        {
            do
            {
                await sweep.RunAsync(time.GetUtcNow(), options.SweepPage, _stop.Token);
                activations.UnloadIdle();
                pump.Signal();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
