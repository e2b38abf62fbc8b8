using System.ComponentModel;
using System.Diagnostics;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>What a tool said. Nothing that passes here is secret: tools that touch a secret are given pipes of their own.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public bool Ok => ExitCode == 0;

    /// <summary>The last line of what it complained of, for a message.</summary>
    public string Complaint => Errors.AsSpan().Trim().ToString().Split('\n')[^1];
}

/// <summary>Runs a tool to its end, bounded in time and in what is kept of its words.</summary>
internal static class Tool
{
    private const int MaxKept = 256 * 1024;

    public static async Task<ToolResult> RunAsync(
        string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, TimeSpan limit, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit);
        using var process = Start(name, arguments, environment);
        try
        {
            process.StandardInput.Close();
            var output = KeepAsync(process.StandardOutput, bound.Token);
            var errors = KeepAsync(process.StandardError, bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return new ToolResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new ToolResult(-1, "", $"{name} did not end within {limit.TotalSeconds} s");
        }
    }

    private static Process Start(string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new Ports.DeviceException(Ports.DeviceCodes.ToolMissing, $"`{name}` does not start", missing);
        }
    }

    private static async Task<string> KeepAsync(StreamReader reader, CancellationToken cancellation)
    {
        var kept = new System.Text.StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
            kept.Append(buffer, 0, Math.Min(read, MaxKept - kept.Length));
        return kept.ToString();
    }
}
