namespace Twofold.Protocol;

/// <summary>Why the control partition keeps a VM locked.</summary>
public static class LockReasons
{
    /// <summary>Its lease ran out.</summary>
    public const string Offline = "offline-lock";

    /// <summary>Policy closes it at this hour.</summary>
    public const string Hours = "outside-hours";

    /// <summary>A lock order stands.</summary>
    public const string Order = "lock-order";
}
