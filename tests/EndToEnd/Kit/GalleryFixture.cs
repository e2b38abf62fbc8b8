using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.Web;

namespace Twofold.EndToEnd.Tests.Kit;

/// <summary>The console in this process, in development so that it has the gallery, and a browser.</summary>
public sealed class GalleryFixture : IAsyncLifetime
{
    readonly BrowserFixture browser = new();
    readonly WebApplication console = ConsoleApp.Build(["--environment=Development", "--Console:Port=0", "--Logging:LogLevel:Default=Warning"]);

    string Address => console.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await console.StartAsync();
        await browser.InitializeAsync();
    }

    /// <summary>Opens a page of the console and waits until its circuit hears clicks.</summary>
    public async Task<IPage> OpenAsync(ColorScheme theme = ColorScheme.Light, int width = 1280, string path = "/kit")
    {
        var page = await browser.NewPageAsync(theme, width, baseUrl: Address);
        await page.GotoLiveAsync(path);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await console.DisposeAsync();
    }
}
