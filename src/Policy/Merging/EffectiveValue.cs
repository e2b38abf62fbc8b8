using System.Collections.Frozen;

namespace Twofold.Policies;

/// <summary>The value that holds, with where it comes from and what it overrode.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">The value as canonical text.</param>
/// <param name="Origins">
/// Where it comes from: every policy that asked for just this, or all that together make it where none asked for just this
/// (as with two opposite clipboard directions). Never empty.
/// </param>
/// <param name="Overrode">What others asked for and did not get.</param>
public sealed record EffectiveValue(
    Setting Setting, string Text, IReadOnlyList<Origin> Origins, IReadOnlyList<Contribution> Overrode)
{
    private static readonly FrozenDictionary<Setting, EffectiveValue> Defaults =
        SettingCatalogue.All.ToFrozenDictionary(s => s, s => new EffectiveValue(s, s.DefaultText, [Origin.Default], []));

    /// <summary>The first of the origins, by name of policy.</summary>
    public Origin Origin => Origins[0];

    /// <summary>The value in one line, with its reasons.</summary>
    public string Explain()
    {
        var reason = $"{Setting.Key} = {Text} from {Words.And(Origins.Select(o => o.ToString()))}";
        return Overrode.Count == 0 ? reason : $"{reason}, overrode {Words.And(Overrode.Select(o => $"{o.Text} from {o.Origin}"))}";
    }

    /// <summary>Merges what was asked for; the default holds only when nobody asked.</summary>
    internal static EffectiveValue Merge(Setting setting, IReadOnlyList<Contribution> asked)
    {
        if (asked.Count == 0) return Defaults[setting];
        var text = asked.Select(c => c.Text).Distinct(StringComparer.Ordinal).Aggregate(setting.JoinText);
        var deciding = asked.Where(c => c.Text == text).ToList();
        if (deciding.Count == 0) deciding.AddRange(asked);
        return new(setting, text, [.. deciding.Select(c => c.Origin)], [.. asked.Where(c => c.Text != text)]);
    }
}
