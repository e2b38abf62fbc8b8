using System.Net;
using Twofold.Web.Shell;

namespace Twofold.Web;

/// <summary>Builds the shell of the console alone, without a fleet behind it. <see cref="Composition.ConsoleServer"/> is the whole.</summary>
public static class ConsoleApp
{
    /// <summary>The port when none is configured; 0 lets the system choose.</summary>
    public const int DefaultPort = 5080;

    /// <summary>Builds the console, ready to start.</summary>
    /// <param name="args">Configuration as on the command line, for example <c>--Console:Port=0</c> or <c>--environment=Development</c>.</param>
    /// <param name="configure">Changes the registrations last, for tests and for the composition.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        builder.BindLoopback();
        builder.AddShell();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseShell();
        app.MapShell();
        return app;
    }

    /// <summary>A builder that finds the console's own assets, with nothing registered yet.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(Options(args));

    // Named, not inferred: in a test the entry assembly is the test, and the assets are looked up by this name.
    static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ApplicationName = typeof(ConsoleApp).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    };

    // INVARIANT: the console never listens beyond loopback by itself; whoever opens it up puts TLS in front of it.
    static void BindLoopback(this WebApplicationBuilder builder)
    {
        var port = builder.Configuration.GetValue("Console:Port", DefaultPort);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
    }
}
