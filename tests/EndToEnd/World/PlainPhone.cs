using System.Text.RegularExpressions;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>A phone without hardware: the real agent as a process, over a hypervisor in memory, which lives and dies with it.</summary>
internal sealed partial class PlainPhone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tf-");
    private LongRunning? _agent;

    /// <summary>Makes a phone, enrols it with a code, and switches it on.</summary>
    public static async Task<PlainPhone> StartAsync(string code)
    {
        var phone = new PlainPhone();
        await Built.RunAsync("dotnet", [Agent, "enrol", "--phone", phone._folder.FullName, "--code", "-"], input: code);
        phone.StartAgent();
        return phone;
    }

    /// <summary>Starts the agent, or starts it again.</summary>
    public void StartAgent() => _agent = LongRunning.Start(Agent, "run", "--phone", _folder.FullName, "--driver", "fake");

    /// <summary>Ends the agent as a crash would.</summary>
    public async Task KillAgentAsync() => await _agent!.DisposeAsync();

    /// <summary>What the phone says of itself to its user.</summary>
    public async Task<string> StatusAsync() => (await Built.RunAsync("dotnet", [Agent, "status", "--phone", _folder.FullName])).Output;

    /// <summary>An address of the phone's own page, which opens once.</summary>
    public async Task<string> AddressAsync()
    {
        var status = string.Empty;
        await Eventually.TrueAsync(async () => Page().IsMatch(status = await StatusAsync()), Patience, () => $"no page; the phone says:\n{status}\n{_agent!.Output}");
        return Page().Match(status).Groups["address"].Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Agent => Built.Program("Hypervisor.Device", "twofold-agent");

    [GeneratedRegex("^page (?<address>http://\\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Page();
}
