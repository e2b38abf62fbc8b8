using System.Text.Json.Serialization;

namespace Twofold.Fleet.Erasures;

/// <summary>What has happened to an erasure.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(KeyDestroyed), "key-destroyed")]
public abstract record ErasureEvent
{
    private ErasureEvent()
    {
    }

    /// <summary>Somebody asked for it.</summary>
    public sealed record Asked(string Reason, DateTimeOffset At) : ErasureEvent;

    /// <summary>The person's key is destroyed.</summary>
    public sealed record KeyDestroyed(DateTimeOffset At) : ErasureEvent;
}

/// <summary>An erasure, folded from its events.</summary>
public sealed record ErasureState
{
    /// <summary>Nobody asked.</summary>
    public static ErasureState Initial { get; } = new();

    /// <summary>When it was asked for, or null.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When the key was destroyed, or null.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Where it stands.</summary>
    internal ErasureStatus Status => this switch
    {
        { DoneAt: not null } => ErasureStatus.Done,
        { AskedAt: not null } => ErasureStatus.Asked,
        _ => ErasureStatus.None,
    };
}
