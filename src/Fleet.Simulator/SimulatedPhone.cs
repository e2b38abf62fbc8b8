using Twofold.Device;
using Twofold.Device.Drivers.Fake;
using Twofold.Protocol;

namespace Twofold.Simulator;

/// <summary>What a simulated phone has read back.</summary>
/// <param name="Phone">Its name.</param>
/// <param name="Report">The report that it sends.</param>
/// <param name="At">When, by the simulator's monotonic clock (<see cref="TimeProvider.GetTimestamp"/>).</param>
public sealed record PhoneObserved(string Phone, PhoneReport Report, long At);

/// <summary>One simulated phone: the agent that real phones run, over a hypervisor in memory.</summary>
/// <param name="name">Names the phone, its folder and its hardware.</param>
public sealed class SimulatedPhone(string name, SimulationOptions options, DialPace pace, TimeProvider time)
{
    private readonly PhoneFolder _folder = new(Path.Combine(options.DataFolder, name));
    private volatile bool _connected;
    private long _version;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether its socket is open and the server has answered.</summary>
    public bool IsConnected => _connected;

    /// <summary>The newest version of which it has read back the whole effect.</summary>
    public long SettledVersion => Interlocked.Read(ref _version);

    /// <summary>The phone's hypervisor, for those who want to look into it or disturb it.</summary>
    public FakePhone Hardware { get; } = new();

    // Shell scripts look for this file.
    private string Mark => Path.Combine(_folder.Root, "enrolled");

    /// <summary>Enrols the phone unless it is enrolled.</summary>
    public async Task EnrolAsync(CancellationToken cancellation)
    {
        if (File.Exists(Mark)) return;
        if (!options.Codes.TryGetValue(name, out var code)) throw new Device.Ports.DeviceException("simulator/no-code", $"there is no enrolment code for `{name}`");
        await pace.WaitAsync(cancellation);
        await Enrolment.RunAsync(_folder, code, $"simulated-{name}", time, cancellation);
        await File.WriteAllBytesAsync(Mark, [], cancellation);
    }

    /// <summary>Runs the agent until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var place = new AgentPlace(_folder, new FakeHypervisor(Hardware), new FakeGuests(Hardware), options.Log, time) { Sync = false, AroundDial = Around };
        using var host = AgentHost.Open(place, new AgentOptions
        {
            Agent = "twofold-simulator",
            ObserveEvery = options.ObserveEvery,
            Connected = up => _connected = up,
            Reported = Note,
        });
        await host.RunAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Note(PhoneReport report)
    {
        if (report.Settled) Interlocked.Exchange(ref _version, report.Version);
        options.Observed?.Invoke(new PhoneObserved(name, report, time.GetTimestamp()));
    }

    private DialAsync Around(DialAsync dial) => pace.Around(options.Churn ? new Churn(time).Around(dial) : dial);
}
