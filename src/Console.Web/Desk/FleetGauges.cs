using System.Diagnostics.Metrics;

namespace Twofold.Web.Desk;

/// <summary>
/// The fleet's figures as gauges of the meter <c>Twofold.Fleet</c>, counted again every half minute: who reads a gauge never asks the store.
/// </summary>
public sealed partial class FleetGauges : BackgroundService
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Twofold.Fleet";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly ExposureRoll _roll;
    private readonly TimeProvider _time;
    private readonly ILogger<FleetGauges> _log;
    private volatile ExposureFigures? _last;

    /// <summary>Registers the gauges; they say nothing before the first count.</summary>
    public FleetGauges(ExposureRoll roll, IMeterFactory meters, TimeProvider time, ILogger<FleetGauges> log)
    {
        (_roll, _time, _log) = (roll, time, log);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("twofold.fleet.exposed_vms", Exposed, "{vm}", "work VMs of phones out of contact, by how long their data can be read");
        meter.CreateObservableGauge("twofold.fleet.longest_exposure", Longest, "s", "time until the last of them that has an end can be read no longer");
        meter.CreateObservableGauge("twofold.fleet.overdue_orders", Overdue, "{order}", "wipe orders on their way for more than a day");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        do await CountAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken stop)
    {
        try
        {
            _last = await _roll.ReadAsync(stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            LogFailed(fault);
        }
    }

    private IEnumerable<Measurement<long>> Exposed() => _last is not { } figures ? [] :
    [
        new(figures.Until.Rows, new KeyValuePair<string, object?>("readable", "until")),
        new(figures.Unbounded.Rows, new KeyValuePair<string, object?>("readable", "unbounded")),
        new(figures.NoLonger.Rows, new KeyValuePair<string, object?>("readable", "no-longer")),
    ];

    private IEnumerable<Measurement<double>> Longest() =>
        _last is not { } figures ? [] : [new(figures.Longest is { } at ? Math.Max(0, (at - _time.GetUtcNow()).TotalSeconds) : 0)];

    private IEnumerable<Measurement<long>> Overdue() => _last is not { } figures ? [] : [new(figures.Overdue.Rows)];

    [LoggerMessage(Level = LogLevel.Error, Message = "the fleet's figures could not be counted")]
    private partial void LogFailed(Exception fault);
}
