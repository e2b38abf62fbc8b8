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
        var text = Joined(setting, asked);
        var (origins, overrode) = (new List<Origin>(asked.Count), new List<Contribution>());
        foreach (var said in asked)
        {
            if (said.Text == text) origins.Add(said.Origin);
            else overrode.Add(said);
        }

        if (origins.Count == 0) origins.AddRange(asked.Select(c => c.Origin));
        return new(setting, text, origins, overrode);
    }

    // A join reads both texts; one that is in it already changes nothing.
    private static string Joined(Setting setting, IReadOnlyList<Contribution> asked)
    {
        var (text, last) = (asked[0].Text, asked[0].Text);
        foreach (var said in asked)
        {
            if (said.Text == text || said.Text == last) continue;
            text = setting.JoinText(text, said.Text);
            last = said.Text;
        }

        return text;
    }
}
