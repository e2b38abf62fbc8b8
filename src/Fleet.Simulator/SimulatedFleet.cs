using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Simulator;

/// <summary>Many simulated phones in one process.</summary>
public sealed class SimulatedFleet : IAsyncDisposable
{
    private const int EnrolAtOnce = 8;
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;

    private SimulatedFleet(ImmutableArray<SimulatedPhone> phones) => Phones = phones;

    /// <summary>The phones, by name.</summary>
    public ImmutableArray<SimulatedPhone> Phones { get; }

    /// <summary>How many have an open socket.</summary>
    public int Connected => Phones.Count(phone => phone.IsConnected);

    /// <summary>Enrols the phones that are not, then starts all; they connect at the pace that the options give.</summary>
    /// <exception cref="DeviceException"><c>simulator/no-code</c>, <c>simulator/too-many</c>, or an enrolment was refused.</exception>
    public static async Task<SimulatedFleet> StartAsync(SimulationOptions options, CancellationToken cancellation)
    {
        if (options.Phones is < 1 or > SimulationOptions.MaxPhones)
            throw new DeviceException("simulator/too-many", $"`{options.Phones}` is not a number of phones from 1 to {SimulationOptions.MaxPhones}");
        var pace = new DialPace(options.DialsPerSecond, TimeProvider.System);
        var fleet = new SimulatedFleet([.. options.Names.Select(name => new SimulatedPhone(name, options, pace, TimeProvider.System))]);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = EnrolAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(fleet.Phones, limits, async (phone, cancel) => await phone.EnrolAsync(cancel));
        fleet.Run(new DialPace(options.DialsPerSecond, TimeProvider.System));
        return fleet;
    }

    /// <summary>Waits until a condition holds, looking ten times a second.</summary>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellation)
    {
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
    }

    /// <summary>Ends when a phone's agent broke, which is a bug, or when the fleet was stopped.</summary>
    public Task Completion => _running;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private void Run(DialPace starts) => _running = Task.WhenAll(Phones.Select(phone => Task.Run(() => RunAsync(phone, starts))));

    // A phone gives a dial up after a while, so not more start than may dial.
    private async Task RunAsync(SimulatedPhone phone, DialPace starts)
    {
        await starts.WaitAsync(_ending.Token);
        await phone.RunAsync(_ending.Token);
    }
}
