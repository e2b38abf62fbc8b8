using Orleans.Services;

namespace Twofold.Cluster;

/// <summary>A command between silos, as our own JSON: rules, letters and both hosts know nothing else.</summary>
[GenerateSerializer, Immutable]
public sealed record Envelope(byte[] Command);

/// <summary>What became of a command; with an incident when it broke.</summary>
[GenerateSerializer, Immutable]
public sealed record Answer(long Version, string? Code, string? Explanation, string? Incident);

/// <summary>A save did not go as expected and the activation is discarded. The same command may be sent once more.</summary>
[GenerateSerializer]
public sealed class StaleActivationException() : Exception("the activation was stale, send the same command again");

/// <summary>A grain of any kind, as silos call it.</summary>
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>Takes a command.</summary>
    Task<Answer> Do(Envelope envelope);

    /// <summary>Comes into memory and brings what waits to be brought.</summary>
    Task Bring();
}

/// <summary>Hears on one silo what changed on another.</summary>
public interface INoticeService : IGrainService
{
    /// <summary>A grain has this version; the notice may get lost, come late or twice.</summary>
    [OneWay]
    Task Changed(string kind, string key, long version);
}
