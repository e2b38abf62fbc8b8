using System.Collections.Immutable;
using Twofold.Device;

namespace Twofold.Simulator;

/// <summary>Which phones are simulated, and how.</summary>
/// <param name="Phones">1 to <see cref="MaxPhones"/>; they are named <c>sim-0001</c> and so on.</param>
/// <param name="DataFolder">Keeps one small folder for each phone, so that the same phones return.</param>
public sealed record SimulationOptions(int Phones, string DataFolder)
{
    /// <summary>Phones of one process.</summary>
    public const int MaxPhones = 10_000;

    /// <summary>Enrolment codes by name of the phone; phones that are enrolled need none.</summary>
    public ImmutableDictionary<string, string> Codes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Dials per second, first ones and repeated ones together.</summary>
    public int DialsPerSecond { get; init; } = 50;

    /// <summary>Whether sockets break at random, each after 5 to 60 seconds.</summary>
    public bool Churn { get; init; }

    /// <summary>How often a phone observes its hypervisor when nothing happens.</summary>
    public TimeSpan ObserveEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called by the phones' loops, many at once, with each report that says something new; it must be quick.</summary>
    public Action<PhoneObserved>? Observed { get; init; }

    /// <summary>Where the phones log.</summary>
    public AgentLog Log { get; init; } = AgentLog.None;

    /// <summary>The names of the phones.</summary>
    public IEnumerable<string> Names => Enumerable.Range(1, Phones).Select(number => $"sim-{number:D4}");
}
