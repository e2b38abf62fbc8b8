namespace Twofold.Policies;

/// <summary>A setting whose value is an amount within a range, where less is stricter.</summary>
public abstract class AmountSetting<T> : Setting<T>
    where T : notnull
{
    private readonly UnitScale scale;
    private readonly long least;
    private readonly long most;

    private protected AmountSetting(UnitScale scale, long least, long most) => (this.scale, this.least, this.most) = (scale, least, most);

    /// <summary>The smallest value that policy may ask for, which is also the strictest.</summary>
    public T Least => FromAmount(least);

    /// <summary>The largest value that policy may ask for.</summary>
    public T Most => FromAmount(most);

    /// <inheritdoc/>
    public sealed override T Strictest => Least;

    /// <inheritdoc/>
    public sealed override string Pattern => scale.Pattern;

    /// <inheritdoc/>
    public sealed override Reading<T> Parse(string text)
    {
        var read = scale.Parse(text);
        if (!read.IsRead) return read.Fault;
        return read.Value < least || read.Value > most ? OutOfRange(text) : FromAmount(read.Value);
    }

    /// <inheritdoc/>
    public sealed override string Format(T value) => scale.Format(ToAmount(value));

    /// <inheritdoc/>
    public sealed override T Join(T left, T right) => FromAmount(Math.Min(ToAmount(left), ToAmount(right)));

    private protected abstract T FromAmount(long amount);

    private protected abstract long ToAmount(T value);

    private ValueFault OutOfRange(string text) => new(
        "policy/out-of-range",
        $"`{Quote.Short(text)}` is out of the range of `{Key}`, which is `{scale.Format(least)}` to `{scale.Format(most)}`");
}

/// <summary>An amount of memory, counted in MiB.</summary>
public abstract class SizeSetting : AmountSetting<int>
{
    private protected SizeSetting(int leastMiB, int mostMiB)
        : base(UnitScale.Sizes, leastMiB, mostMiB)
    {
    }

    /// <inheritdoc/>
    public sealed override string Unit => "MiB";

    private protected sealed override int FromAmount(long amount) => (int)amount;

    private protected sealed override long ToAmount(int value) => value;
}

/// <summary>A number of things.</summary>
public abstract class CountSetting : AmountSetting<int>
{
    private protected CountSetting(int least, int most)
        : base(UnitScale.Counts, least, most)
    {
    }

    private protected sealed override int FromAmount(long amount) => (int)amount;

    private protected sealed override long ToAmount(int value) => value;
}

/// <summary>A duration of whole seconds.</summary>
public abstract class DurationSetting : AmountSetting<TimeSpan>
{
    private protected DurationSetting(TimeSpan least, TimeSpan most)
        : base(UnitScale.Durations, (long)least.TotalSeconds, (long)most.TotalSeconds)
    {
    }

    /// <inheritdoc/>
    public sealed override string Unit => "duration";

    private protected sealed override TimeSpan FromAmount(long amount) => TimeSpan.FromSeconds(amount);

    private protected sealed override long ToAmount(TimeSpan value) => (long)value.TotalSeconds;
}
