namespace Twofold.Bench.Running;

/// <summary>A console with simulated phones: the real console process, and the real agents in a process of their own.</summary>
/// <param name="folder">Keeps both. Phones that are there already are the ones.</param>
/// <param name="dialsPerSecond">No more than the machine can greet: a phone that waits too long gives up and comes back later and later.</param>
internal sealed class PhoneFleet(string folder, int phones, int dialsPerSecond = 200) : IAsyncDisposable
{
    // The gateway takes a hundred enrolments a second from one address.
    private const int EnrolmentsPerSecond = 90;

    // Written once all have enrolled and settled.
    private const string Mark = "enrolled";

    private ChildProcess? _simulator;

    /// <summary>How many phones there are.</summary>
    public int Phones => phones;

    /// <summary>Whether the phones have enrolled and settled, in this run or before.</summary>
    public bool Enrolled => File.Exists(Path.Combine(folder, Mark));

    /// <summary>The console's folder and addresses.</summary>
    public ConsoleHome Home { get; } = new(folder);

    /// <summary>The console while it runs.</summary>
    public ChildProcess? Console { get; private set; }

    private string Data => Path.Combine(folder, "phones");

    /// <summary>Starts the console and the phones, and waits until each phone has read back what it shall be. The first time enrols them.</summary>
    public async Task StartAsync()
    {
        if (Enrolled) (Console, _simulator) = (await Home.StartAsync(), Simulate($"{dialsPerSecond}"));
        else await EnrolAsync();
        await SettleAsync();
        if (!Enrolled) await File.WriteAllTextAsync(Path.Combine(folder, Mark), "");
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
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await Home.MakeAsync();
        (Console, var codes) = await Home.StartWithCodesAsync(Enumerable.Range(1, phones).Select(n => $"sim-{n:D4}"));
        _simulator = Simulate($"{Math.Min(EnrolmentsPerSecond, dialsPerSecond)}", "--codes", codes);
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
