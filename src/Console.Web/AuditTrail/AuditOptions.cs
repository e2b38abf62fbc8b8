using Twofold.Auditing;

namespace Twofold.Web.AuditTrail;

/// <summary>How often checkpoints are made and who witnesses them.</summary>
public sealed record AuditOptions
{
    /// <summary>Events that make a checkpoint due; at most <see cref="Checkpoint.MaxEntries"/>.</summary>
    public int CheckpointEvents { get; init; } = Checkpoint.MaxEntries;

    /// <summary>Time after which a checkpoint is due if anything happened at all.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often is looked whether one is due.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A file to which every checkpoint is added, or null.</summary>
    public string? WitnessFile { get; init; }

    /// <summary>An address to which every checkpoint is sent, or null: https, or http on this machine.</summary>
    public Uri? WitnessUrl { get; init; }

    /// <summary>A file with the secret that signs what is sent to <see cref="WitnessUrl"/>, or null.</summary>
    public string? WitnessSecretFile { get; init; }

    /// <summary>Wait after a witness did not answer; it doubles with each time, up to <see cref="RetryAtMost"/>.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromMinutes(1);
}
