using System.Diagnostics.CodeAnalysis;

namespace Twofold.Web.Desk;

/// <summary>Why something was not done.</summary>
/// <param name="Code">Stable, <c>area/reason</c>.</param>
/// <param name="Message">For people; lower case, no full stop.</param>
public sealed record Refusal(string Code, string Message);

/// <summary>What the desk answers: a value, or a refusal.</summary>
/// <param name="Value">The value, when it was served.</param>
/// <param name="Refusal">The refusal, when it was not.</param>
public sealed record Answer<T>(T? Value, Refusal? Refusal)
    where T : notnull
{
    /// <summary>Whether it was served.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    /// <summary>The value turned into another, or the same refusal.</summary>
    public Answer<TOther> Map<TOther>(Func<T, TOther> turn)
        where TOther : notnull => Ok ? Answer.Of(turn(Value)) : new(default, Refusal);
}

/// <summary>Makes answers.</summary>
public static class Answer
{
    /// <summary>Served.</summary>
    public static Answer<T> Of<T>(T value)
        where T : notnull => new(value, null);

    /// <summary>Refused.</summary>
    public static Answer<T> No<T>(string code, string message)
        where T : notnull => new(default, new Refusal(code, message));
}

/// <summary>A command was accepted and its effect is durable.</summary>
/// <param name="Version">The version of the grain that took it.</param>
public sealed record Done(long Version);
