using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>A setting whose value is the least version of something, of three numbers; the higher version is stricter.</summary>
public abstract partial class VersionSetting : Setting<Version>
{
    internal const string Three = @"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}";

    private protected VersionSetting()
    {
    }

    /// <inheritdoc/>
    public sealed override string Unit => "version";

    /// <inheritdoc/>
    public sealed override Version Default => new(0, 0, 0);

    /// <inheritdoc/>
    public sealed override Version Strictest => new(9999, 9999, 9999);

    /// <inheritdoc/>
    public sealed override string Pattern => $"^{Three}$";

    /// <inheritdoc/>
    public sealed override Reading<Version> Parse(string text) => Shape().IsMatch(text)
        ? Read(text)
        : new ValueFault("policy/not-a-version", $"`{Quote.Short(text)}` is not a version of three numbers such as `1.4.0`, of at most four digits each");

    /// <inheritdoc/>
    public sealed override string Format(Version value) => value.ToString(3);

    /// <inheritdoc/>
    public sealed override Version Join(Version left, Version right) => left >= right ? left : right;

    /// <summary>Reads what <see cref="Three"/> matches.</summary>
    internal static Version Read(string text)
    {
        var parts = text.Split('.').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return new(parts[0], parts[1], parts[2]);
    }

    [GeneratedRegex($@"\A{Three}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
