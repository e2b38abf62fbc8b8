namespace Twofold.Fuzz.Tests;

/// <summary>Which reader a case is for, and so what it is a damaged copy of.</summary>
internal enum FuzzReader
{
    /// <summary>YAML, read as one file of a policy set.</summary>
    Policies,

    /// <summary>JSON as Intune exports it, for the importer.</summary>
    Intune,

    /// <summary>JSON of the Android Management API, for the importer.</summary>
    AndroidManagement,
}

/// <summary>One input.</summary>
/// <param name="Seed">The number that makes just this case again.</param>
/// <param name="Kind">How it was made, for example <c>truncated</c>.</param>
/// <param name="Reader">The reader it is for.</param>
/// <param name="Bytes">What the reader gets.</param>
internal sealed record FuzzCase(long Seed, string Kind, FuzzReader Reader, byte[] Bytes);
