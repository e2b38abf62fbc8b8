namespace Twofold.Policies;

/// <summary>Where a value comes from: a line of a policy, or the default of the setting.</summary>
/// <param name="Policy">The name of the policy, or null for the default.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line of the value, from 1; 0 for the default.</param>
public sealed record Origin(string? Policy, string? File, int Line)
{
    /// <summary>Nobody said anything.</summary>
    public static Origin Default { get; } = new(Policy: null, File: null, Line: 0);

    /// <summary>Whether the value is the setting's default.</summary>
    public bool IsDefault => Policy is null;

    /// <inheritdoc/>
    public override string ToString() => IsDefault ? "the default" : $"`{Policy}` ({File}:{Line})";
}

/// <summary>A value that somebody asked for, as canonical text.</summary>
public sealed record Contribution(string Text, Origin Origin);
