using System.Diagnostics;
using System.Globalization;

namespace Twofold.Fleet.Conformance;

/// <summary>
/// A PostgreSQL server of the tests' own: in a folder of its own, on a unix socket in it, without a port, with fsync. It ends with the tests,
/// also when they are killed, because the shell around it waits for the end of its input.
/// </summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    private const string User = "twofold";

    // The server refuses to run as root, so root lends it an unprivileged user.
    private const string Unprivileged = "nobody";

    // $1 is the folder of the server's programs, $2 the folder of the data and the socket.
    private const string UntilInputEnds = """
        "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=on -c max_connections=60 -c shared_buffers=32MB >>"$2/log" 2>&1 &
        read -r _
        kill -INT $! 2>/dev/null
        wait
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("twofold-pg-").FullName;
    private Process? _around;

    private static string Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture))
            .Select(d => Path.Combine(d, "bin")).First(d => File.Exists(Path.Combine(d, "initdb")))
        : Environment.GetEnvironmentVariable("PATH")!.Split(':').FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed; ./dev test sees to it");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", Unprivileged, _folder);
        var initdb = Path.Combine(Programs, "initdb");
        await RunAsync(AsServer([initdb, "-D", $"{_folder}/data", "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]));
        await StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the server, which is not running; when it answers, it takes connections.</summary>
    public async Task StartAsync()
    {
        var command = AsServer(["/bin/sh", "-c", UntilInputEnds, "sh", Programs, _folder]);
        _around = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, UseShellExecute = false })!;
        await Eventually.HoldsAsync(async () => await TryAsync("SELECT 1", "postgres"), "the server takes connections");
    }

    /// <summary>Ends the server in order.</summary>
    public async Task StopAsync()
    {
        if (_around is null) return;
        _around.StandardInput.Close();
        await _around.WaitForExitAsync();
        _around.Dispose();
        _around = null;
    }

    /// <summary>Kills the server and everything of it at once, as a power failure would end it, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        // The first line of this file is the server's number. Its processes end by themselves when they find it gone.
        var server = Process.GetProcessById(int.Parse(File.ReadLines($"{_folder}/data/postmaster.pid").First(), CultureInfo.InvariantCulture));
        var children = Children(server.Id);
        server.Kill();
        foreach (var child in children) Kill(child);
        await StopAsync();
        await Eventually.HoldsAsync(() => children.All(c => !Directory.Exists($"/proc/{c}")), "all of the server is gone");
    }

    /// <summary>Kills the server's processes that serve connections to a database; the server then ends all others and starts over.</summary>
    public async Task KillBackendsAsync(string database)
    {
        var numbers = await AskAsync($"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        foreach (var number in numbers.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Kill(int.Parse(number, CultureInfo.InvariantCulture));
    }

    /// <summary>A database that belongs to the place, and how to connect to it; the same place again is the same database.</summary>
    public async Task<string> DatabaseAsync(string place)
    {
        var name = Path.GetFileName(place);
        if (await AskAsync($"SELECT 1 FROM pg_database WHERE datname = '{name}'") == "") await AskAsync($"CREATE DATABASE \"{name}\"");
        return $"Host={_folder};Username={User};Database={name}";
    }

    /// <summary>Asks the server's own client; the answer is its plain output.</summary>
    public Task<string> AskAsync(string sql, string database = "postgres") =>
        RunAsync(Path.Combine(Programs, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", _folder, "-U", User, "-d", database, "-c", sql);

    private async Task<bool> TryAsync(string sql, string database)
    {
        try
        {
            await AskAsync(sql, database);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string[] AsServer(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Unprivileged}", "--regid=nogroup", "--clear-groups", "--", .. command]
        : command;

    private static async Task<string> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{command[0]}: {await error}");
    }

    private static List<int> Children(int parent) =>
    [
        .. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)),
    ];

    private static void Kill(int number)
    {
        try
        {
            using var process = Process.GetProcessById(number);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }
}
