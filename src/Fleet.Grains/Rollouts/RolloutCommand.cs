using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Policies;

namespace Twofold.Fleet.Rollouts;

/// <summary>How many phones of a wave are where. Only <see cref="Silent"/> overlaps with the others.</summary>
/// <param name="Members">Phones in the wave.</param>
/// <param name="Told">Of these, those whose desired state has the revision.</param>
/// <param name="Obeying">Told, and seen to obey, or to obey from the next start of a VM on.</param>
/// <param name="Failing">Told, and seen not to obey.</param>
/// <param name="Silent">Told, and out of contact for longer than the plan allows, whatever they were before.</param>
/// <param name="Waiting">In contact and not told yet.</param>
public sealed record WaveCounts(int Members, int Told, int Obeying, int Failing, int Silent, int Waiting)
{
    /// <summary>No phone anywhere.</summary>
    public static WaveCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Told, and not seen to obey or to fail.</summary>
    [JsonIgnore]
    public int Unsettled => Told - Obeying - Failing;
}

/// <summary>A phone that could be told next, and how it stood before.</summary>
public sealed record Candidate(string Phone, VerdictState Before);

/// <summary>What can be asked of a rollout. Its key is the id of the proposal that asked for it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Begin), "begin")]
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(RollBack), "roll-back")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(TakenBack), "taken-back")]
[JsonDerivedType(typeof(Kept), "kept")]
[JsonDerivedType(typeof(Look), "look")]
public abstract record RolloutCommand
{
    private RolloutCommand()
    {
    }

    /// <summary>A revision came into force that goes out by waves (letter from the policy set).</summary>
    public sealed record Begin(RolloutPlan Plan, long Revision, string Author, string Note) : RolloutCommand;

    /// <summary>What the index counted. One that was measured for an earlier state of the rollout, or too long ago, changes nothing.</summary>
    /// <param name="Serial">The serial of the state it was measured for (see <see cref="RolloutView.Serial"/>).</param>
    /// <param name="At">When the counting began.</param>
    /// <param name="Waves">The open waves, the first one first.</param>
    /// <param name="Pending">Phones of the present step that have not been told yet.</param>
    /// <param name="Next">Phones in contact, in open waves and not told, that could be told next; at most as many as there is room for.</param>
    /// <param name="NotBack">While it goes back: phones of the whole fleet that have not got the revision that takes its place; 0 otherwise.</param>
    public sealed record Measured(
        long Serial, DateTimeOffset At, ImmutableArray<WaveCounts> Waves, int Pending, ImmutableArray<Candidate> Next, int NotBack) : RolloutCommand;

    /// <summary>Tell no further phone until somebody resumes.</summary>
    public sealed record Pause : RolloutCommand;

    /// <summary>Go on. After a halt: what has gone wrong so far is accepted, and only what goes wrong from now on counts.</summary>
    public sealed record Resume : RolloutCommand;

    /// <summary>Give every phone the revision before.</summary>
    /// <param name="Reason">3 to 500 characters, kept in the audit log.</param>
    public sealed record RollBack(string Reason) : RolloutCommand;

    /// <summary>Take it back before it begins; no phone hears of it. Afterwards <c>rollout/has-begun</c>.</summary>
    public sealed record Cancel : RolloutCommand;

    /// <summary>The revision before is in force again, as a new one (letter from the policy set).</summary>
    public sealed record TakenBack(long Revision) : RolloutCommand;

    /// <summary>The revision stays in force: taking it back was rejected (letter from the policy set).</summary>
    public sealed record Kept(string By, string Reason) : RolloutCommand;

    /// <summary>A deadline came.</summary>
    public sealed record Look : RolloutCommand;
}
