namespace Twofold.Policies;

/// <summary>Puts what a person wrote into a message without letting it grow or break the line.</summary>
internal static class Quote
{
    private const int Longest = 60;

    public static string Short(string untrustedText)
    {
        var line = new string([.. untrustedText.Take(Longest).Select(c => char.IsControl(c) || c == '`' ? '?' : c)]);
        return untrustedText.Length > Longest ? line + "…" : line;
    }
}
