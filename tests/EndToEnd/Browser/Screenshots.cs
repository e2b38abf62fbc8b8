using Microsoft.Playwright;

namespace Twofold.EndToEnd.Tests.Browser;

/// <summary>Keeps pictures of pages for people to look at, in the folder that <c>TWOFOLD_SCREENSHOTS</c> names; without it, none.</summary>
public static class Screenshots
{
    /// <summary>Takes the whole page.</summary>
    public static async Task KeepAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("TWOFOLD_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
