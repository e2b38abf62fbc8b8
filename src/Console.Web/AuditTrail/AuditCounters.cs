using System.Diagnostics.Metrics;

namespace Twofold.Web.AuditTrail;

/// <summary>What the audit counts, in the meter <c>Twofold.Audit</c>.</summary>
public sealed class AuditCounters
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Twofold.Audit";

    private readonly Counter<long> _checkpoints;
    private readonly Counter<long> _failures;
    private readonly Gauge<long> _behind;

    /// <summary>Makes the instruments.</summary>
    public AuditCounters(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _checkpoints = meter.CreateCounter<long>("twofold.audit.checkpoints", description: "checkpoints made");
        _failures = meter.CreateCounter<long>("twofold.audit.failures", description: "attempts to make or to publish a checkpoint that failed, by what");
        _behind = meter.CreateGauge<long>("twofold.audit.witness.behind", description: "checkpoints that a witness does not have yet, by witness");
    }

    internal void Made() => _checkpoints.Add(1);

    internal void Failed(string what) => _failures.Add(1, new KeyValuePair<string, object?>("what", what));

    internal void Behind(string witness, long checkpoints) => _behind.Record(checkpoints, new KeyValuePair<string, object?>("witness", witness));
}
