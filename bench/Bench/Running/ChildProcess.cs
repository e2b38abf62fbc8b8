using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Twofold.Bench.Running;

/// <summary>A program that runs beside this one until it is stopped. What it prints is kept in <c>artifacts/logs/bench.log</c>, too.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TextWriter Log = OpenLog();
    private const int MaxLines = 10_000;
    private const int MaxLog = 10 * 1024 * 1024;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private int _read;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Bytes of its memory that are in RAM now (<c>VmRSS</c>).</summary>
    public long ResidentBytes => ReadStatus("VmRSS:") * 1024;

    /// <summary>Starts a dll.</summary>
    public static ChildProcess Start(string dll, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Built.Root,
        };
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Take(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Take(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a dll that prints where this process does, until it ends; the wish to end is passed on.</summary>
    public static async Task RunAsync(string dll, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [dll, .. arguments]) { UseShellExecute = false })!;
        using var ending = Until.WhenEnded(() => _ = Signal(process.Id, SigTerm));
        await process.WaitForExitAsync();
    }

    /// <summary>Writes a line to its standard input.</summary>
    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Ends its standard input.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The rest of the next line that begins with this word; lines before it are passed over.</summary>
    public async Task<string> LineAsync(string word)
    {
        string? found = null;
        await Until.TrueAsync(
            () => (found = Next(word + " ")) is not null || _process.HasExited, () => $"no line `{word} …` came; {Printed()}");
        return found ?? Next(word + " ") ?? throw new InvalidOperationException($"it ended without a line `{word} …`; {Printed()}");
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(EndsWithin);
        if (_process.ExitCode != 0) throw new InvalidOperationException($"it ended with {_process.ExitCode}; {Printed()}");
    }

    /// <summary>Asks it to end, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _ = Signal(_process.Id, SigTerm);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndsWithin);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private long ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private string? Next(string prefix)
    {
        lock (_lines)
        {
            while (_read < _lines.Count)
            {
                if (_lines[_read++] is var line && line.StartsWith(prefix, StringComparison.Ordinal)) return line[prefix.Length..];
            }

            return null;
        }
    }

    private string Printed()
    {
        lock (_lines) return "it printed:\n" + string.Join('\n', _lines.TakeLast(20));
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            if (_lines.Count < MaxLines) _lines.Add(line);
        }

        // The link for the first owner is a secret, and no log holds one.
        if (!line.StartsWith("sign-in ", StringComparison.Ordinal)) Log.WriteLine($"{_process.StartInfo.ArgumentList[0].Split('/')[^1]} {line}");
    }

    private static TextWriter OpenLog()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Built.Root, "artifacts", "logs")).FullName;
        var path = new FileInfo(Path.Combine(folder, "bench.log"));
        return TextWriter.Synchronized(new StreamWriter(path.FullName, append: path is { Exists: true, Length: < MaxLog }) { AutoFlush = true });
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
