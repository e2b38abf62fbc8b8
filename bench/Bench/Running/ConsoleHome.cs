using System.Globalization;

namespace Twofold.Bench.Running;

/// <summary>The data folder of a console and its addresses, which stay the same from one start to the next, and with the folder.</summary>
internal sealed class ConsoleHome(string folder)
{
    private readonly int _port = Built.FreePort();
    private readonly Lazy<int> _gatewayPort = new(() => GatewayPort(Path.Combine(folder, "gateway-port")));
    private string? _token;

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}/");

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(Data, "fleet.db");

    private string Data => Path.Combine(folder, "server");

    // Phones that enrolled here dial this port for as long as they are kept.
    private static int GatewayPort(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file)) File.WriteAllText(file, Built.FreePort().ToString(CultureInfo.InvariantCulture));
        return int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the folder, with a service token for <see cref="Pipeline"/>.</summary>
    public async Task MakeAsync()
    {
        Directory.CreateDirectory(Data);
        _token = await Pipeline.IssueTokenAsync(Database);
    }

    /// <summary>Starts the program, and does not wait for it.</summary>
    public ChildProcess Launch(params IEnumerable<string> more) => ChildProcess.Start(
        Built.Console,
        ["--data", Data, "--listen", $"http://127.0.0.1:{_port}", "--gateway", $"https://127.0.0.1:{_gatewayPort.Value}", "--budget", "1000", .. more]);

    /// <summary>Starts the program and waits until it listens.</summary>
    public async Task<ChildProcess> StartAsync(params IEnumerable<string> more)
    {
        var console = Launch(more);
        await console.LineAsync("ready");
        return console;
    }

    /// <summary>Starts it once to issue enrolment codes, name by name.</summary>
    public async Task<(ChildProcess Console, string Codes)> StartWithCodesAsync(IEnumerable<string> names)
    {
        var list = Path.Combine(folder, "unenrolled.tsv");
        await File.WriteAllLinesAsync(list, names.Select((name, n) => $"{name}\towner-{n % 8}\tteam=team-{n % 4},kind=simulated"));
        return (await StartAsync("--issue-codes", list), list + ".codes");
    }

    /// <summary>The API of the console that runs.</summary>
    public Pipeline Speak() => Pipeline.To(Url, _token ?? throw new InvalidOperationException("the folder was not made"));

    /// <summary>Its database, to look into.</summary>
    public StoreView Look() => new(Database);
}
