using Microsoft.Playwright;

namespace Twofold.EndToEnd.Tests.Browser;

/// <summary>Steps that tests of interactive pages share.</summary>
public static class Pages
{
    /// <summary>Goes to a page and waits until its circuit hears clicks: before that the page is only a picture of itself.</summary>
    public static async Task GotoLiveAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("[data-live=true]").WaitForAsync();
    }
}
