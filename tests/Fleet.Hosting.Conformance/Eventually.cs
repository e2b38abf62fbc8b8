namespace Twofold.Fleet.Conformance;

/// <summary>Waits for what happens by itself, with a bound.</summary>
public static class Eventually
{
    private const int Attempts = 3000;

    /// <summary>Asks until it holds; fails the test when it does not within about half a minute.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await condition()) return;
            await Task.Delay(10);
        }

        Assert.Fail($"did not happen: {what}");
    }

    /// <summary>Asks until it holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);
}
