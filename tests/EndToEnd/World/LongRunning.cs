using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>A program of ours as a process of its own, so that a test can kill it as a power cut would.</summary>
internal sealed class LongRunning : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private LongRunning(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool Ended => _process.HasExited;

    /// <summary>Everything it printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a dll.</summary>
    public static LongRunning Start(string dll, params IEnumerable<string> arguments) => Start(dll, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a dll with more in its environment.</summary>
    public static LongRunning Start(string dll, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Built.Root },
        };
        foreach (var (name, value) in environment) process.StartInfo.Environment[name] = value;
        var running = new LongRunning(process);
        process.OutputDataReceived += (_, line) => running.Take(line.Data);
        process.ErrorDataReceived += (_, line) => running.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>The first line that matches, now or within the time; fails with everything it printed.</summary>
    public async Task<Match> LineAsync(Regex pattern, TimeSpan within)
    {
        Match? found = null;
        await Eventually.TrueAsync(
            () => Task.FromResult((found = _lines.Select(l => pattern.Match(l)).FirstOrDefault(m => m.Success)) is not null || Ended), within,
            () => $"no line matches {pattern}; it printed:\n{Output}");
        return found ?? throw new InvalidOperationException($"it ended without a line that matches {pattern}; it printed:\n{Output}");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null && _lines.Count < 10_000) _lines.Enqueue(line);
    }
}
