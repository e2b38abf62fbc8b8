namespace Twofold.Policies;

/// <summary>How large a policy set may be. Beyond a limit the set is refused, with a problem that names the limit.</summary>
public static class PolicyLimits
{
    /// <summary>Characters in one file.</summary>
    public const int FileLength = 1024 * 1024;

    /// <summary>Bytes in one file: more cannot be <see cref="FileLength"/> characters in UTF-8.</summary>
    public const int FileBytes = 3 * FileLength;

    /// <summary>Files in one set.</summary>
    public const int Files = 1_000;

    /// <summary>Characters in all files of a set.</summary>
    public const int SetLength = 8 * FileLength;

    /// <summary>Documents in one set.</summary>
    public const int Documents = 1_000;

    /// <summary>Settings in all documents of a set.</summary>
    public const int Settings = 10_000;

    /// <summary>Conditions in one selector, and values in one condition.</summary>
    public const int Requirements = 64;

    /// <summary>Policies times groups and selectors, over all assignments of a set.</summary>
    public const int Bindings = 10_000;

    /// <summary>Mappings and lists within each other.</summary>
    public const int Depth = 16;

    /// <summary>Texts, mappings and lists in one file: far more than a thousand documents with ten thousand settings have.</summary>
    public const int Nodes = 100_000;

    /// <summary>Problems that are listed; a last one says that there are more.</summary>
    public const int Problems = 1_000;

    /// <summary>Bytes of one canonical policy document.</summary>
    public const int PayloadBytes = 64 * 1024;

    /// <summary>What is said of a file beyond <see cref="FileLength"/>.</summary>
    internal static readonly string TooLarge = $"a file holds at most {FileLength} characters";
}
