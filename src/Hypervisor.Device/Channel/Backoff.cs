namespace Twofold.Device;

/// <summary>The pause before the next dial: full jitter over a ceiling that doubles from 1 s to 5 min, so that a fleet does not return as one.</summary>
/// <param name="random">Gives numbers from 0 to 1.</param>
public sealed class Backoff(Func<double> random)
{
    /// <summary>The ceiling of the first pause.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>No ceiling is higher.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private int _failures;

    /// <summary>The last dial succeeded.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The pause after one more failure.</summary>
    public TimeSpan Next()
    {
        var ceiling = First * Math.Pow(2, Math.Min(_failures++, 20));
        return (ceiling < Longest ? ceiling : Longest) * random();
    }
}
