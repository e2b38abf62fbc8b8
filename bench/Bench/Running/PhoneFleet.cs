namespace Twofold.Bench.Running;

/// <summary>A console with simulated phones: the real console process, and the real agents in a process of their own.</summary>
internal sealed class PhoneFleet(string name, int phones) : IAsyncDisposable
{
    private const string DialsPerSecond = "200";

    // The gateway takes a hundred enrolments a second from one address.
    private const string EnrolmentsPerSecond = "90";

    private ChildProcess? _simulator;
    private bool _enrolled;

    /// <summary>How many phones there are.</summary>
    public int Phones => phones;

    /// <summary>The console's folder and addresses.</summary>
    public ConsoleHome Home { get; } = new(Scratch.PathOf(name));

    /// <summary>The console while it runs.</summary>
    public ChildProcess? Console { get; private set; }

    private string Data => Path.Combine(Scratch.PathOf(name), "phones");

    /// <summary>Starts the console and the phones, and waits until each phone has read back what it shall be. The first time enrols them.</summary>
    public async Task StartAsync()
    {
        if (_enrolled) (Console, _simulator) = (await Home.StartAsync(), Simulate(DialsPerSecond));
        else await EnrolAsync();
        await SettleAsync();
        _enrolled = true;
    }

    /// <summary>Stops both.</summary>
    public async Task StopAsync()
    {
        if (_simulator is not null) await _simulator.DisposeAsync();
        if (Console is not null) await Console.DisposeAsync();
        (_simulator, Console) = (null, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task EnrolAsync()
    {
        Scratch.Folder(name);
        await Home.MakeAsync();
        (Console, var codes) = await Home.StartWithCodesAsync(Enumerable.Range(1, phones).Select(n => $"sim-{n:D4}"));
        _simulator = Simulate(EnrolmentsPerSecond, "--codes", codes);
    }

    private ChildProcess Simulate(string rate, params IEnumerable<string> more) =>
        ChildProcess.Start(Built.Simulator, ["--phones", $"{phones}", "--data", Data, "--rate", rate, .. more]);

    private async Task SettleAsync()
    {
        await _simulator!.LineAsync("ready");
        using var store = Home.Look();
        await Until.TrueAsync(() => store.Online == phones, () => $"{store.Online} of {phones} phones have settled");
    }
}
