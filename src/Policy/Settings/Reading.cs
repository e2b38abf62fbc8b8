using System.Diagnostics.CodeAnalysis;

namespace Twofold.Policies;

/// <summary>Why a text is not a value: a stable code, a message in Cedar's form, and at most one spelling that would be read.</summary>
public sealed record ValueFault(string Code, string Message, string? Suggestion = null);

/// <summary>The outcome of reading a text: a value, or the fault.</summary>
public readonly record struct Reading<T>
{
    private readonly T value;

    /// <summary>Holds a value when <paramref name="Fault"/> is null, and else that fault.</summary>
    public Reading(T Value, ValueFault? Fault)
    {
        value = Value;
        this.Fault = Fault;
    }

    /// <summary>What is wrong with the text, if anything.</summary>
    public ValueFault? Fault { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsRead => Fault is null;

    /// <summary>The value; asking for it when there is none is a bug, and throws.</summary>
    /// <exception cref="InvalidOperationException">The text was not readable.</exception>
    public T Value => IsRead ? value : throw new InvalidOperationException(Fault.Message);

    /// <summary>The value was read.</summary>
    public static implicit operator Reading<T>(T value) => new(value, Fault: null);

    /// <summary>The text is no value.</summary>
    public static implicit operator Reading<T>(ValueFault fault) => new(default!, fault);
}
