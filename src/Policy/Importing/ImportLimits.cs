namespace Twofold.Policies;

/// <summary>How large a document of another product may be. Beyond a limit it is refused, with a problem that names the limit.</summary>
public static class ImportLimits
{
    /// <summary>Bytes in one document.</summary>
    public const int DocumentBytes = 1024 * 1024;

    /// <summary>Objects and lists within each other.</summary>
    public const int Depth = 32;

    /// <summary>Names and list entries in one document: a real export has a few hundred.</summary>
    public const int Keys = 10_000;

    /// <summary>Characters of the path of one key.</summary>
    public const int PathLength = 512;
}
