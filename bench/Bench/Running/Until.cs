namespace Twofold.Bench.Running;

/// <summary>Waits for a condition. The bound ends a hopeless run; it measures nothing.</summary>
internal static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);

    /// <summary>Looks every few milliseconds.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => ComesAsync(() => Task.FromResult(condition()), otherwise);

    /// <summary>The same for a look that takes time.</summary>
    public static async Task ComesAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var end = new CancellationTokenSource(Bound);
        while (!await condition())
        {
            if (end.IsCancellationRequested) throw new InvalidOperationException(otherwise());
            await Task.Delay(Look, CancellationToken.None);
        }
    }
}
