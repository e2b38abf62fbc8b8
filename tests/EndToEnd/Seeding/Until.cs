using System.Diagnostics;

namespace Twofold.EndToEnd.Tests.Seeding;

/// <summary>Waits for what happens by itself, with a bound.</summary>
public static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(since.Elapsed < Bound, "it did not happen in time");
            await Task.Delay(20);
        }
    }
}
