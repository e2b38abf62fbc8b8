namespace Twofold.Bench.Running;

/// <summary>The data folder of a console and its addresses, which stay the same from one start to the next.</summary>
internal sealed class ConsoleHome(string folder)
{
    private readonly int _port = Built.FreePort();
    private readonly int _gatewayPort = Built.FreePort();
    private string? _token;

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}/");

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(Data, "fleet.db");

    private string Data => Path.Combine(folder, "server");

    /// <summary>Makes the folder, with a service token for <see cref="Pipeline"/>.</summary>
    public async Task MakeAsync()
    {
        Directory.CreateDirectory(Data);
        _token = await Pipeline.IssueTokenAsync(Database);
    }

    /// <summary>Starts the program, and does not wait for it.</summary>
    public ChildProcess Launch(params IEnumerable<string> more) => ChildProcess.Start(
        Built.Console,
        ["--data", Data, "--listen", $"http://127.0.0.1:{_port}", "--gateway", $"https://127.0.0.1:{_gatewayPort}", "--budget", "1000", .. more]);

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
