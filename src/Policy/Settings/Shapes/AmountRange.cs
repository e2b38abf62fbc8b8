namespace Twofold.Policies;

/// <summary>Whole amounts of one scale between two bounds, both allowed.</summary>
internal sealed record AmountRange(UnitScale Scale, long Least, long Most)
{
    /// <summary>Reads an amount with its unit for a setting.</summary>
    public Reading<long> Parse(Setting setting, string text)
    {
        var read = Scale.Parse(text);
        return read.IsRead && (read.Value < Least || read.Value > Most) ? OutOfRange(setting, text) : read;
    }

    private ValueFault OutOfRange(Setting setting, string text) => new(
        "policy/out-of-range",
        $"`{Quote.Short(text)}` is out of the range of `{setting.Key}`, which is `{Scale.Format(Least)}` to `{Scale.Format(Most)}`");
}
