using System.Diagnostics;

namespace Twofold.Cli.Tests;

/// <summary>Runs the built program as a process of its own, as a script does.</summary>
internal static class Script
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    /// <summary>What a run came to.</summary>
    internal sealed record Run(int Exit, string Output, string Error);

    /// <summary>Runs with a server and a token in the environment; neither when null.</summary>
    public static Task<Run> RunAsync(Uri? server, string? token, params string[] args) => FeedAsync("", server, token, args);

    /// <summary>Runs with something to read on standard input.</summary>
    public static async Task<Run> FeedAsync(string input, Uri? server, string? token, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "twofold.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in new[] { "TWOFOLD_URL", "TWOFOLD_TOKEN", "TWOFOLD_TOKEN_FILE" }) start.Environment.Remove(name);
        if (server is not null) start.Environment["TWOFOLD_URL"] = server.ToString();
        if (token is not null) start.Environment["TWOFOLD_TOKEN"] = token;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(Bound);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
        await process.WaitForExitAsync(bound.Token);
        return new Run(process.ExitCode, await output, await error);
    }
}
