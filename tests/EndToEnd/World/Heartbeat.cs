namespace Twofold.EndToEnd.Tests.World;

/// <summary>Asks a guest every second whether it is there, from the start to the end of something.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    // A guest on a busy emulator may take a while over one answer; what counts is that none is missing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;

    private Heartbeat(GuestScreen guest) => _beating = BeatAsync(guest);

    public int Answered { get; private set; }

    public int Missed { get; private set; }

    public static Heartbeat Of(GuestScreen guest) => new(guest);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating;
        _end.Dispose();
    }

    private async Task BeatAsync(GuestScreen guest)
    {
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!_end.IsCancellationRequested)
        {
            if (await guest.TryAskAsync("ping", Patience) is not null) Answered++;
            else Missed++;
            try
            {
                await seconds.WaitForNextTickAsync(_end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
