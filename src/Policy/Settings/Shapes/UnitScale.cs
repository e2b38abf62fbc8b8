namespace Twofold.Policies;

/// <summary>A unit of a scale: its suffix, how many of the smallest unit it holds, and what people write by mistake.</summary>
internal sealed record ScaleUnit(string Suffix, long Factor, params string[] Mistaken);

/// <summary>Reads and writes whole amounts with a unit, such as <c>512MiB</c> or <c>15m</c>. Units run from the largest to the smallest.</summary>
internal sealed class UnitScale(string usual, params ScaleUnit[] units)
{
    private const int MostDigits = 12;

    /// <summary>Binary sizes, counted in MiB.</summary>
    public static UnitScale Sizes { get; } = new(
        "MiB", new("GiB", 1024, "g", "gb", "gi"), new("MiB", 1, "m", "mb", "mi"));

    /// <summary>Durations, counted in seconds.</summary>
    public static UnitScale Durations { get; } = new(
        "m",
        new("d", 86_400, "day", "days"),
        new("h", 3_600, "hr", "hrs", "hour", "hours"),
        new("m", 60, "min", "mins", "minute", "minutes"),
        new("s", 1, "sec", "secs", "second", "seconds"));

    /// <summary>Plain counts.</summary>
    public static UnitScale Counts { get; } = new(string.Empty, new ScaleUnit(string.Empty, 1));

    /// <summary>What a readable text looks like.</summary>
    public string Pattern => $"^[0-9]{{1,{MostDigits}}}({string.Join('|', units.Select(u => u.Suffix))})$";

    /// <summary>The text in the largest unit that divides the amount.</summary>
    public string Format(long amount)
    {
        var unit = Array.Find(units, u => amount % u.Factor == 0)!;
        return $"{amount / unit.Factor}{unit.Suffix}";
    }

    /// <summary>The amount in the smallest unit.</summary>
    public Reading<long> Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        if (digits is 0 or > MostDigits) return NoAmount(text);
        foreach (var unit in units)
            if (text.AsSpan(digits).SequenceEqual(unit.Suffix)) return long.Parse(text.AsSpan(0, digits)) * unit.Factor;
        return WrongUnit(text, text[..digits], text[digits..].Trim());
    }

    private ValueFault NoAmount(string text) => new(
        "policy/not-an-amount", $"`{Quote.Short(text)}` is not a whole amount such as `{16}{usual}`");

    private ValueFault WrongUnit(string text, string number, string suffix)
    {
        var meant = suffix.Length == 0 ? usual : Array.Find(units, u => IsMeantBy(u, suffix))?.Suffix;
        var problem = suffix.Length == 0 ? "has no unit" : "has a unit that is not known here";
        var known = usual.Length == 0 ? "a plain number is expected" : $"the units are {Words.Or(units.Select(u => u.Suffix))}";
        return new("policy/wrong-unit", $"`{Quote.Short(text)}` {problem}: {known}", meant is null ? null : number + meant);
    }

    private static bool IsMeantBy(ScaleUnit unit, string suffix) =>
        unit.Mistaken.Append(unit.Suffix).Contains(suffix, StringComparer.OrdinalIgnoreCase);
}
