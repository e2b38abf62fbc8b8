namespace Twofold.Protocol;

/// <summary>The <c>typ</c> header of each thing that is signed, so that one can never be taken for another.</summary>
public static class JwsTypes
{
    /// <summary>A phone envelope.</summary>
    public const string Phone = "twofold-phone+jws";

    /// <summary>A standing-orders envelope.</summary>
    public const string Orders = "twofold-orders+jws";

    /// <summary>A policy document.</summary>
    public const string Policy = "twofold-policy+jws";

    /// <summary>A checkpoint over the history of what happened.</summary>
    public const string Checkpoint = "twofold-checkpoint+jws";

    /// <summary>A wipe receipt.</summary>
    public const string Receipt = "twofold-receipt+jws";
}
