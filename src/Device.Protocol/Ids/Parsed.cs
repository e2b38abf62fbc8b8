using System.Diagnostics.CodeAnalysis;

namespace Twofold.Protocol;

/// <summary>What was read from untrusted bytes or text: a value, or why it is none. Reading never throws.</summary>
/// <param name="Value">The value, when there is one.</param>
/// <param name="Problem">What is wrong, when there is none.</param>
public sealed record Parsed<T>(T? Value, Problem? Problem)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsRead => Problem is null;

    /// <summary>A value.</summary>
    public static implicit operator Parsed<T>(T value) => new(value, Problem: null);

    /// <summary>No value.</summary>
    public static implicit operator Parsed<T>(Problem problem) => new(Value: null, problem);
}
