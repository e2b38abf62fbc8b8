using Microsoft.Playwright;

namespace Twofold.EndToEnd.Tests.Browser;

/// <summary>
/// Keeps pictures of pages for people to look at: in <c>docs/screenshots</c> when <c>TWOFOLD_SCREENSHOTS</c> is 1, in the folder that it
/// names otherwise, and without it where the build puts its artifacts.
/// </summary>
public static class Screenshots
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("TWOFOLD_SCREENSHOTS") switch
    {
        "1" => Path.Combine(Root(), "docs", "screenshots"),
        { Length: > 0 } folder => folder,
        _ => Path.Combine(Root(), "artifacts", "screenshots"),
    };

    /// <summary>Takes the whole page, or what is in view when a dialog lies over it.</summary>
    public static async Task KeepAsync(this IPage page, string name)
    {
        await page.EvaluateAsync("scrollTo(0, 0)");
        var whole = await page.Locator("dialog[open]").CountAsync() == 0;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = whole });
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Management.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
