using System.Net.Http.Headers;

namespace Twofold.Cli;

/// <summary>Where the server is and with which token to speak. Both come from the environment: a command line is seen by everybody.</summary>
sealed record Connection(Uri Server, string Token)
{
    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Reads <c>TWOFOLD_URL</c> and <c>TWOFOLD_TOKEN</c> or <c>TWOFOLD_TOKEN_FILE</c>.</summary>
    /// <exception cref="CliException">Something is missing or unusable; its text never holds the token.</exception>
    public static Connection FromEnvironment()
    {
        var server = ServerFromEnvironment();
        var token = (Environment.GetEnvironmentVariable("TWOFOLD_TOKEN") ?? FromFile()).Trim();
        return token.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_') || token.Length == 0
            ? throw Usage("what TWOFOLD_TOKEN or TWOFOLD_TOKEN_FILE holds is not a token")
            : new Connection(server, token);
    }

    /// <summary>A client for signing in: it shows no token yet.</summary>
    /// <exception cref="CliException">The address is missing or unusable.</exception>
    public static HttpClient OpenForSignIn() => Client(ServerFromEnvironment());

    private static Uri ServerFromEnvironment()
    {
        var url = Environment.GetEnvironmentVariable("TWOFOLD_URL") ?? throw Usage("TWOFOLD_URL is not set: it is the address of the console");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw Usage($"TWOFOLD_URL is not an address: `{url}`");
        return server is { Scheme: "http", IsLoopback: false } ? throw Usage("a token goes beyond this machine over https only") : server;
    }

    /// <summary>A client that shows the token and follows no redirect with it.</summary>
    public HttpClient Open()
    {
        var client = Client(Server);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>The server only, so that the token never gets into a text by accident.</summary>
    public override string ToString() => Server.ToString();

    private static HttpClient Client(Uri server) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server, "/api/v1/"), Timeout = RequestTimeout };

    private static string FromFile()
    {
        var file = Environment.GetEnvironmentVariable("TWOFOLD_TOKEN_FILE") ?? throw Usage("neither TWOFOLD_TOKEN nor TWOFOLD_TOKEN_FILE is set");
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Usage($"the token file `{file}` cannot be read");
        }
    }

    private static CliException Usage(string message) => new(ExitCode.Usage, "cli/configuration", message);
}
