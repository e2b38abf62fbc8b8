using Twofold.Crash.Tests.Shim;

namespace Twofold.Crash.Tests;

/// <summary>One data folder that lives through several crashes.</summary>
internal sealed class CrashLife : IAsyncDisposable
{
    private const int Phones = 8;

    private static readonly TimeSpan FirstAnswer = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _place;
    private readonly ForgetfulDisk? _disk;
    private readonly Random _lot;

    private CrashLife(DirectoryInfo place, ForgetfulDisk? disk, SeededFolder seeded, Random lot)
    {
        (_place, _disk, _lot) = (place, disk, lot);
        Seeded = seeded;
        Load = new Load(seeded);
        Server = new ServerUnderTest(Data, disk?.Environment ?? new Dictionary<string, string>());
    }

    public SeededFolder Seeded { get; }

    public Load Load { get; }

    public ServerUnderTest Server { get; }

    /// <summary>Writes that were dropped because nothing had flushed them.</summary>
    public int Dropped { get; private set; }

    public string Data => Path.Combine(_place.FullName, "server");

    /// <summary>A new folder.</summary>
    /// <param name="forgetful">Whether its disk forgets what was not flushed.</param>
    public static async Task<CrashLife> BeginAsync(bool forgetful, Random lot)
    {
        var place = Directory.CreateTempSubdirectory("twofold-crash-");
        var data = Path.Combine(place.FullName, "server");
        var seeded = await SeededFolder.MakeAsync(data, Phones);
        return new CrashLife(place, forgetful ? await ForgetfulDisk.UnderAsync(data, Path.Combine(place.FullName, "undo")) : null, seeded, lot);
    }

    /// <summary>Starts the server, loads it, kills it at an instant drawn by lot, and answers what is wrong with what it left.</summary>
    public async Task<IReadOnlyList<string>> RoundAsync()
    {
        await Server.StartAsync();
        using var stop = new CancellationTokenSource();
        var (before, loading) = (Load.Acknowledged, Load.RunAsync(Server, stop.Token));
        using (var patience = new CancellationTokenSource(FirstAnswer))
            while (Load.Acknowledged == before && !loading.IsCompleted) await Task.Delay(1, patience.Token);
        await Task.Delay(_lot.Next(1, 300), CancellationToken.None);
        await Server.KillAsync();
        await stop.CancelAsync();
        await loading;
        Dropped += _disk?.Forget() ?? 0;
        return await StoreCheck.RunAsync(Data, Path.Combine(_place.FullName, "copy"), Seeded, Load);
    }

    /// <summary>What the disk does wrong from now on.</summary>
    public void Fail(DiskFault fault, long argument = 0) => (_disk ?? throw new InvalidOperationException("this disk does not fail")).Fail(fault, argument);

    /// <summary>Checks the store as it is; the server is down.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        Dropped += _disk?.Forget() ?? 0;
        return await StoreCheck.RunAsync(Data, Path.Combine(_place.FullName, "copy"), Seeded, Load);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _disk?.Dispose();
        _place.Delete(recursive: true);
    }
}
