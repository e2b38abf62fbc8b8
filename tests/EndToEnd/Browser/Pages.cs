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

    /// <summary>A list that shows its rows, fits into the window and is accessible; a picture of it is kept.</summary>
    /// <param name="name">Of the picture, to which width and theme are added.</param>
    public static async Task ShouldBeAGoodListAsync(this IPage page, string name, ColorScheme theme, int width)
    {
        await Assertions.Expect(page.Locator("tbody tr .tw-grid__row").First).ToBeVisibleAsync();
        await page.KeepAsync($"{name}-{(width < 720 ? "narrow-" : "")}{theme}".ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.ShouldBeAccessibleAsync();
    }
}
