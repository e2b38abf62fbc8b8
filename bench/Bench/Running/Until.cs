using System.Runtime.InteropServices;

namespace Twofold.Bench.Running;

/// <summary>
/// Waits for a condition. The bound ends a hopeless run; it measures nothing. A signal ends every wait too, so that whatever a benchmark
/// has started is stopped before this process ends.
/// </summary>
internal static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);
    private static readonly CancellationTokenSource Ending = new();

    /// <summary>Whether somebody wants this process to end.</summary>
    public static bool Ended => Ending.IsCancellationRequested;

    /// <summary>Ends every wait with <see cref="OperationCanceledException"/> when somebody wants this process to end.</summary>
    public static IDisposable EndOn(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Ending.Cancel();
    });

    /// <summary>Does this when somebody wants this process to end.</summary>
    public static IDisposable WhenEnded(Action ended) => Ending.Token.Register(ended);

    /// <summary>Looks every few milliseconds.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => ComesAsync(() => Task.FromResult(condition()), otherwise);

    /// <summary>The same for a look that takes time.</summary>
    public static async Task ComesAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var end = new CancellationTokenSource(Bound);
        while (!await condition())
        {
            if (end.IsCancellationRequested) throw new InvalidOperationException(otherwise());
            await Task.Delay(Look, Ending.Token);
        }
    }
}
