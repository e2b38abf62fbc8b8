using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>A setting whose values are words. They are given from the strictest on, and the merge takes the earlier one.</summary>
public abstract class ChoiceSetting<T> : Setting<T>
    where T : struct, Enum
{
    private readonly (T Value, string Word)[] choices;

    private protected ChoiceSetting(params (T Value, string Word)[] strictestFirst) =>
        (choices, Choices) = (strictestFirst, [.. strictestFirst.Select(c => c.Word)]);

    /// <inheritdoc/>
    public sealed override string Unit => string.Empty;

    /// <inheritdoc/>
    public sealed override T Strictest => choices[0].Value;

    /// <inheritdoc/>
    public override string ExampleText => StrictestText;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Choices { get; }

    /// <inheritdoc/>
    public sealed override string Pattern => $"^({string.Join('|', Choices.Select(Regex.Escape))})$";

    /// <inheritdoc/>
    public sealed override Reading<T> Parse(string text)
    {
        var at = Array.FindIndex(choices, c => c.Word == text);
        return at < 0 ? UnknownValue(text) : choices[at].Value;
    }

    /// <inheritdoc/>
    public sealed override string Format(T value) => choices[Rank(value)].Word;

    /// <inheritdoc/>
    public override T Join(T left, T right) => Rank(left) <= Rank(right) ? left : right;

    private int Rank(T value) => Array.FindIndex(choices, c => EqualityComparer<T>.Default.Equals(c.Value, value));

    private ValueFault UnknownValue(string text) => new(
        "policy/unknown-value",
        $"`{Quote.Short(text)}` is not a value of `{Key}`, which is {Words.Or(Choices)}",
        Nearest.To(text, Choices));
}
