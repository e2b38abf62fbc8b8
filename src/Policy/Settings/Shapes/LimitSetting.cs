using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>An amount that is not exceeded, or no limit.</summary>
/// <param name="Most">The amount; null for no limit.</param>
public readonly record struct Limit<T>(T? Most)
    where T : struct;

/// <summary>A setting whose value is a limit within a range, where less is stricter and a word stands for no limit.</summary>
public abstract class LimitSetting<T> : Setting<Limit<T>>
    where T : struct
{
    private readonly AmountRange range;

    private protected LimitSetting(UnitScale scale, long least, long most, string unlimited) =>
        (range, Unlimited) = (new(scale, least, most), unlimited);

    /// <summary>The word for no limit.</summary>
    public string Unlimited { get; }

    /// <summary>The smallest limit that policy may ask for, which is also the strictest.</summary>
    public T Least => FromAmount(range.Least);

    /// <summary>The largest limit that policy may ask for.</summary>
    public T Most => FromAmount(range.Most);

    /// <inheritdoc/>
    public sealed override Limit<T> Default => default;

    /// <inheritdoc/>
    public sealed override Limit<T> Strictest => new(Least);

    /// <inheritdoc/>
    public sealed override string Pattern => $"^({Regex.Escape(Unlimited)}|{range.Scale.Pattern[1..^1]})$";

    /// <inheritdoc/>
    public sealed override Reading<Limit<T>> Parse(string text)
    {
        if (text == Unlimited) return default(Limit<T>);
        if (!text.Any(char.IsAsciiDigit)) return NoLimit(text);
        var read = range.Parse(this, text);
        return read.IsRead ? new Limit<T>(FromAmount(read.Value)) : read.Fault;
    }

    /// <inheritdoc/>
    public sealed override string Format(Limit<T> value) => value.Most is { } most ? range.Scale.Format(ToAmount(most)) : Unlimited;

    /// <inheritdoc/>
    public sealed override Limit<T> Join(Limit<T> left, Limit<T> right) => (left.Most, right.Most) switch
    {
        (null, _) => right,
        (_, null) => left,
        ({ } one, { } other) => ToAmount(one) <= ToAmount(other) ? left : right,
    };

    private protected abstract T FromAmount(long amount);

    private protected abstract long ToAmount(T value);

    private ValueFault NoLimit(string text) => new(
        "policy/not-an-amount",
        $"`{Quote.Short(text)}` is not a value of `{Key}`, which is `{Unlimited}`, or `{range.Scale.Format(range.Least)}` to `{range.Scale.Format(range.Most)}`",
        Nearest.To(text, [Unlimited]));
}

/// <summary>A number of things that is not exceeded, or no limit.</summary>
public abstract class CountLimitSetting : LimitSetting<int>
{
    private protected CountLimitSetting(int least, int most, string unlimited)
        : base(UnitScale.Counts, least, most, unlimited)
    {
    }

    private protected sealed override int FromAmount(long amount) => (int)amount;

    private protected sealed override long ToAmount(int value) => value;
}

/// <summary>A duration of whole seconds that is not exceeded, or no limit.</summary>
public abstract class DurationLimitSetting : LimitSetting<TimeSpan>
{
    private protected DurationLimitSetting(TimeSpan least, TimeSpan most, string unlimited)
        : base(UnitScale.Durations, (long)least.TotalSeconds, (long)most.TotalSeconds, unlimited)
    {
    }

    /// <inheritdoc/>
    public sealed override string Unit => "duration";

    private protected sealed override TimeSpan FromAmount(long amount) => TimeSpan.FromSeconds(amount);

    private protected sealed override long ToAmount(TimeSpan value) => (long)value.TotalSeconds;
}
