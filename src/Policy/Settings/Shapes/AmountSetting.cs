namespace Twofold.Policies;

/// <summary>A setting whose value is an amount within a range. Less is stricter, unless a setting says otherwise.</summary>
public abstract class AmountSetting<T> : Setting<T>
    where T : notnull
{
    private readonly AmountRange range;
    private readonly Stricter stricter;

    private protected AmountSetting(UnitScale scale, long least, long most, Stricter stricter = Stricter.Less) =>
        (range, this.stricter) = (new(scale, least, most), stricter);

    /// <summary>The smallest value that policy may ask for.</summary>
    public T Least => FromAmount(range.Least);

    /// <summary>The largest value that policy may ask for.</summary>
    public T Most => FromAmount(range.Most);

    /// <inheritdoc/>
    public sealed override T Strictest => stricter == Stricter.Less ? Least : Most;

    /// <inheritdoc/>
    public sealed override string Pattern => range.Scale.Pattern;

    /// <inheritdoc/>
    public sealed override Reading<T> Parse(string text)
    {
        var read = range.Parse(this, text);
        return read.IsRead ? FromAmount(read.Value) : read.Fault;
    }

    /// <inheritdoc/>
    public sealed override string Format(T value) => range.Scale.Format(ToAmount(value));

    /// <inheritdoc/>
    public sealed override T Join(T left, T right) => FromAmount(stricter == Stricter.Less
        ? Math.Min(ToAmount(left), ToAmount(right))
        : Math.Max(ToAmount(left), ToAmount(right)));

    private protected abstract T FromAmount(long amount);

    private protected abstract long ToAmount(T value);
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
    private protected CountSetting(int least, int most, Stricter stricter = Stricter.Less)
        : base(UnitScale.Counts, least, most, stricter)
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
