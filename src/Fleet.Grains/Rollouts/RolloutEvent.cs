using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Rollouts;

/// <summary>Why a rollout halted.</summary>
public enum HaltReason
{
    /// <summary>Too many phones of a wave fail that did not before.</summary>
    Failing,

    /// <summary>Too many phones of a wave fell silent after the change.</summary>
    Silent,

    /// <summary>Too many phones complied before and no longer do.</summary>
    Dropped,

    /// <summary>Nothing came forward for too long.</summary>
    Stalled,

    /// <summary>Rolling back was rejected, so the revision stays where it is.</summary>
    Kept,
}

/// <summary>A halt.</summary>
/// <param name="Wave">The wave that it happened in, the first one being 0.</param>
/// <param name="Phones">How many phones are the reason.</param>
/// <param name="Of">Of how many that were told.</param>
public sealed record Halt(HaltReason Reason, int Wave, int Phones, int Of, DateTimeOffset At, [property: PersonName] string? By = null);

/// <summary>What has happened to a rollout.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(WaveOpened), "wave-opened")]
[JsonDerivedType(typeof(Counted), "counted")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Stood), "stood")]
[JsonDerivedType(typeof(Wavered), "wavered")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Halted), "halted")]
[JsonDerivedType(typeof(TurnedBack), "turned-back")]
[JsonDerivedType(typeof(TakenBack), "taken-back")]
[JsonDerivedType(typeof(RolledBack), "rolled-back")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Completed), "completed")]
public abstract record RolloutEvent
{
    private RolloutEvent()
    {
    }

    /// <summary>The rollout is there.</summary>
    public sealed record Began(string Id, RolloutPlan Plan, long Revision, [property: PersonName] string Author, string Note, DateTimeOffset At) : RolloutEvent;

    /// <summary>A wave was opened.</summary>
    public sealed record WaveOpened(int Wave, DateTimeOffset At) : RolloutEvent;

    /// <summary>The index counted something else than before.</summary>
    public sealed record Counted(ImmutableArray<WaveCounts> Waves, DateTimeOffset At) : RolloutEvent;

    /// <summary>These phones are told next; the list takes the place of the one before.</summary>
    public sealed record Released(ImmutableArray<Candidate> Phones, DateTimeOffset At) : RolloutEvent;

    /// <summary>The open wave has succeeded and begins to stand.</summary>
    public sealed record Stood(DateTimeOffset At) : RolloutEvent;

    /// <summary>The open wave no longer succeeds; it has to stand anew.</summary>
    public sealed record Wavered : RolloutEvent;

    /// <summary>A person paused it.</summary>
    public sealed record Paused([property: PersonName] string By, DateTimeOffset At) : RolloutEvent;

    /// <summary>A person lets it go on, and accepts what was counted up to now.</summary>
    public sealed record Resumed([property: PersonName] string By, DateTimeOffset At) : RolloutEvent;

    /// <summary>It stopped by itself and waits for a person.</summary>
    public sealed record Halted(Halt Halt) : RolloutEvent;

    /// <summary>It goes back; the policy set has been asked for the revision before.</summary>
    public sealed record TurnedBack([property: PersonName] string By, string Reason, DateTimeOffset At) : RolloutEvent;

    /// <summary>The revision before is in force again.</summary>
    public sealed record TakenBack(long Revision) : RolloutEvent;

    /// <summary>No phone has the revision any more.</summary>
    public sealed record RolledBack(DateTimeOffset At) : RolloutEvent;

    /// <summary>It was taken back before it began.</summary>
    public sealed record Cancelled([property: PersonName] string By, DateTimeOffset At) : RolloutEvent;

    /// <summary>The last wave stood; the revision is everyone's.</summary>
    public sealed record Completed(DateTimeOffset At) : RolloutEvent;
}
