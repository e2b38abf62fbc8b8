using System.Diagnostics.Metrics;

namespace Twofold.Fleet.Gateway;

/// <summary>What the gateway counts, in the meter <c>Twofold.Fleet.Gateway</c>.</summary>
public sealed class GatewayCounters
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Twofold.Fleet.Gateway";

    private readonly UpDownCounter<int> _sessions;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _pushed;
    private readonly Counter<long> _enrolled;
    private readonly Counter<long> _composed;
    private readonly Counter<long> _documents;

    /// <summary>Makes the instruments.</summary>
    public GatewayCounters(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _sessions = meter.CreateUpDownCounter<int>("twofold.gateway.sessions", description: "sessions with phones that are open");
        _frames = meter.CreateCounter<long>("twofold.gateway.frames", description: "frames read from phones");
        _refused = meter.CreateCounter<long>("twofold.gateway.refused", description: "frames, requests and sockets refused, by code");
        _pushed = meter.CreateCounter<long>("twofold.gateway.pushed", description: "desired states sent");
        _enrolled = meter.CreateCounter<long>("twofold.gateway.enrolled", description: "enrolments and renewals answered with a certificate");
        _composed = meter.CreateCounter<long>("twofold.composer.phones", description: "phones that were given other policies");
        _documents = meter.CreateCounter<long>("twofold.composer.documents", description: "policy documents signed");
    }

    internal void SessionOpened() => _sessions.Add(1);

    internal void SessionClosed() => _sessions.Add(-1);

    internal void FrameRead() => _frames.Add(1);

    internal void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    internal void Pushed() => _pushed.Add(1);

    internal void Enrolled() => _enrolled.Add(1);

    internal void Composed() => _composed.Add(1);

    internal void DocumentSigned() => _documents.Add(1);
}
