using Microsoft.AspNetCore.Components.Server;
using Twofold.Web.Kit;

namespace Twofold.Web.Shell;

/// <summary>Registers and maps what every page stands on: components, assets, headers, error pages.</summary>
public static class ShellSetup
{
    // A policy document is edited as one text, and one change of it is one message.
    const long LargestMessage = 256 * 1024;

    /// <summary>Registers the Blazor components and what the kit injects.</summary>
    public static void AddShell(this WebApplicationBuilder builder)
    {
        // Assets are found through the build's manifest in every environment until the console is published.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(BoundCircuits).AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        builder.Services.AddKit();
    }

    /// <summary>Puts first what guards every response: error pages and headers.</summary>
    public static void UseShell(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        // Programs that call the API want a status, not a page.
        app.UseWhen(WantsPage, pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseMiddleware<ResponseHeaders>();
        // Named here so that a page shown in another's place is routed again.
        app.UseRouting();
    }

    /// <summary>Maps assets and pages. Comes after authentication and authorisation, which the antiforgery check reads.</summary>
    public static void MapShell(this WebApplication app)
    {
        app.UseMiddleware<DevelopmentOnly>();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    // A browser that went away is waited for, but not for ever, nor for any number of them: the oldest gives way.
    static void BoundCircuits(CircuitOptions circuits)
    {
        circuits.DisconnectedCircuitMaxRetained = 50;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
    }

    static bool WantsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
