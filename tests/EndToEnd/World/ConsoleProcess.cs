using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>The console as a process of its own, over a folder of its own; it can be killed and started again on the same ports.</summary>
internal sealed partial class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-console-");
    private readonly int _port = FreePort();
    private readonly int _gatewayPort = FreePort();
    private readonly int _budget;
    private LongRunning? _process;

    private ConsoleProcess(int budget) => _budget = budget;

    /// <summary>Where people go.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Where the console keeps everything.</summary>
    public string Data => Path.Combine(_folder.FullName, "server");

    public int Pid => _process!.Pid;

    /// <summary>Everything all its lives printed.</summary>
    public string Output => _earlier + _process?.Output;

    /// <summary>The link that makes the first owner.</summary>
    public string FirstLink { get; private set; } = string.Empty;

    private string _earlier = string.Empty;

    /// <summary>Starts a console with an enrolment code for each name.</summary>
    public static async Task<ConsoleProcess> StartAsync(int budget, params string[] phones)
    {
        var console = new ConsoleProcess(budget);
        await File.WriteAllLinesAsync(console.CodeList, phones.Select(p => $"{p}\tada\tteam=sales"));
        await console.StartAsync("--issue-codes", console.CodeList);
        console.FirstLink = (await console._process!.LineAsync(SignInLine(), StartPatience)).Groups["url"].Value;
        return console;
    }

    /// <summary>The enrolment code of a phone that was named at the start.</summary>
    public string CodeFor(string phone) =>
        File.ReadLines(CodeFile).Select(l => l.Split('\t')).First(l => string.Equals(l[0], phone, StringComparison.Ordinal))[1];

    /// <summary>The file with all codes, as the simulator takes it.</summary>
    public string CodeFile => CodeList + ".codes";

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts it again on the same folder and ports.</summary>
    public Task StartAgainAsync() => StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string CodeList => Path.Combine(_folder.FullName, "phones.tsv");

    private async Task StartAsync(params string[] more)
    {
        _earlier = Output;
        if (_process is not null) await _process.DisposeAsync();
        _process = LongRunning.Start(
            Built.Program("Console.Web", "Twofold.Web"),
            [
                "--data", Data, "--listen", Url, "--gateway", $"https://127.0.0.1:{_gatewayPort}", "--budget", $"{_budget}",
                "--role-age-hours", "0", "--loosening-wait-hours", "0", .. more,
            ]);
        await _process.LineAsync(ReadyLine(), StartPatience);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex("^sign-in (?<url>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex SignInLine();

    [GeneratedRegex("^ready ", RegexOptions.ExplicitCapture)]
    private static partial Regex ReadyLine();
}
