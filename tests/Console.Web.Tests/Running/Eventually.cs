namespace Twofold.Web.Tests.Running;

/// <summary>Waits for what will come, within a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until it is so.</summary>
    /// <param name="atMost">30 seconds unless told otherwise.</param>
    public static async Task TrueAsync(Func<Task<bool>> so, TimeSpan? atMost = null)
    {
        using var bound = new CancellationTokenSource(atMost ?? Bound);
        while (!await so())
        {
            Assert.False(bound.IsCancellationRequested, "it did not come true in time");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
