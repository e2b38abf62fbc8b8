namespace Twofold.Auditing;

/// <summary>The first thing that is wrong with an export.</summary>
/// <param name="Code">One of <see cref="AuditCodes"/>.</param>
/// <param name="Line">The line of the export where it shows, from 1; 0 when it is the witness's.</param>
/// <param name="Explanation">For people; it names the entry.</param>
/// <param name="Position">The entry's position in the feed, when it is about one.</param>
/// <param name="Chain">The entry's chain, when it is known.</param>
public sealed record AuditFault(string Code, long Line, string Explanation, long? Position = null, string? Chain = null);

/// <summary>What a verification came to.</summary>
/// <param name="Fault">Null when nothing is wrong.</param>
/// <param name="Events">Events that were found to be as they were signed.</param>
/// <param name="Checkpoints">Checkpoints up to which that is so.</param>
/// <param name="Witnessed">How many of those checkpoints the witness has too.</param>
/// <param name="At">When the last of them was made, by the server's clock.</param>
public sealed record AuditVerdict(AuditFault? Fault, long Events, long Checkpoints, long Witnessed, DateTimeOffset? At);

/// <summary>What can be wrong. The codes are stable.</summary>
public static class AuditCodes
{
    /// <summary>An entry says something else than when it was signed; or one before it in its chain was removed before both were signed.</summary>
    public const string EntryChanged = "audit/entry-changed";

    /// <summary>An entry that was signed is not there.</summary>
    public const string EntryDropped = "audit/entry-dropped";

    /// <summary>An entry is there that was never signed.</summary>
    public const string EntryAdded = "audit/entry-added";

    /// <summary>An entry stands in another place than when it was signed.</summary>
    public const string EntryMoved = "audit/entry-moved";

    /// <summary>The export ends before what the witness, or its own header, knows of.</summary>
    public const string TailCut = "audit/tail-cut";

    /// <summary>A checkpoint is not signed by a known key, or is not the one that the witness has, or does not fit what it covers.</summary>
    public const string CheckpointForged = "audit/checkpoint-forged";

    /// <summary>A checkpoint does not follow on the one before.</summary>
    public const string CheckpointMissing = "audit/checkpoint-missing";

    /// <summary>A line is no line of an export.</summary>
    public const string LineUnreadable = "audit/line-unreadable";

    /// <summary>A line of the witness is no checkpoint of a known key, or contradicts another one.</summary>
    public const string WitnessUnusable = "audit/witness-unusable";
}
