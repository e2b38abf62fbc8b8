namespace Twofold.Policies;

/// <summary>What was seen of one setting on a phone.</summary>
/// <param name="Text">The value as text, or null where it could not be seen.</param>
/// <param name="Claimed">Whether only the guest says so.</param>
public sealed record ObservedValue(string? Text, bool Claimed = false);

/// <summary>How observation stands to what is required, from the best to the worst.</summary>
public enum VerdictState
{
    /// <summary>Everything that is required was seen to hold.</summary>
    Compliant,

    /// <summary>Something differs and will hold when the VM starts the next time.</summary>
    Pending,

    /// <summary>Something could not be seen, so nothing is known of it.</summary>
    Unknown,

    /// <summary>Something was seen to be looser than required, and policy gives days to mend it that are not over.</summary>
    InGrace,

    /// <summary>Something was seen to be looser than required.</summary>
    NonCompliant,
}

/// <summary>One setting that is not simply compliant, or is so only by the guest's word.</summary>
/// <param name="Setting">The key.</param>
/// <param name="State">How it stands.</param>
/// <param name="Required">What is required, as canonical text; null for a key that this program does not know.</param>
/// <param name="Observed">What was seen; null where nothing was.</param>
/// <param name="Remedy">What to do, in words.</param>
/// <param name="Claimed">Whether only the guest says so.</param>
public sealed record Finding(string Setting, VerdictState State, string? Required, string? Observed, string Remedy, bool Claimed)
{
    /// <summary>The slot of the work VM that the document binds; null for the phone's own document.</summary>
    public string? Slot { get; init; }
}

/// <summary>The judgement over one policy document: as bad as its worst finding.</summary>
/// <param name="State">How observation stands to what is required.</param>
/// <param name="Findings">Every setting with something to say, by key; those of state compliant rest on a claim of the guest.</param>
public sealed record Verdict(VerdictState State, IReadOnlyList<Finding> Findings);
