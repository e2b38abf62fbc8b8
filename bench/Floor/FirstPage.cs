using System.Net;

namespace Twofold.Floor;

/// <summary>The smallest web server of the framework, with one page.</summary>
internal static class FirstPage
{
    private const string Html = "<!doctype html><html lang=\"en\"><head><title>Floor</title></head><body><h1>Floor</h1></body></html>";

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapGet("/", () => Results.Content(Html, "text/html"));
        await app.RunAsync();
        return 0;
    }
}
