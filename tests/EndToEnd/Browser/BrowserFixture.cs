using Microsoft.Playwright;

namespace Twofold.EndToEnd.Tests.Browser;

/// <summary>
/// One headless Chromium for a class of tests. It is the system's own: nothing is downloaded. <c>TWOFOLD_CHROMIUM</c> names another.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // Long enough for a machine that does much else at the same time; a test that holds never waits for it.
    const float PatienceMilliseconds = 20_000;

    static string Executable => Environment.GetEnvironmentVariable("TWOFOLD_CHROMIUM") ?? "/usr/bin/chromium";

    IPlaywright? playwright;
    IBrowser? browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }

    /// <summary>A page in a context of its own: no cookies, nothing stored.</summary>
    /// <param name="theme">What the system prefers.</param>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="height">Of the window, in CSS pixels.</param>
    /// <param name="baseUrl">What relative addresses are relative to.</param>
    public async Task<IPage> NewPageAsync(
        ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 900, string? baseUrl = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            ColorScheme = theme,
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            BaseURL = baseUrl,
        });
        return await context.NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
