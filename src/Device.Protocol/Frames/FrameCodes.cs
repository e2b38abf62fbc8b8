namespace Twofold.Protocol;

/// <summary>Why a message is refused.</summary>
public static class FrameCodes
{
    /// <summary>Not JSON, not the members that it must have, or a value out of its limits.</summary>
    public const string Malformed = "frame/malformed";

    /// <summary>A frame of a type that this version does not know.</summary>
    public const string UnknownType = "frame/unknown-type";

    /// <summary>A member that this version does not know.</summary>
    public const string UnknownMember = "frame/unknown-member";

    /// <summary>More bytes than a message of its kind may have.</summary>
    public const string TooLarge = "frame/too-large";

    /// <summary>The server was restored from a backup and may have forgotten receipts; the phone sends all that it still has.</summary>
    public const string Restored = "channel/restored";
}
