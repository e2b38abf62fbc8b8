namespace Twofold.Policies;

/// <summary>Tells what a push itself changes from what somebody has to see to.</summary>
internal static class AfterPush
{
    /// <summary>
    /// How a setting would stand once the push is carried out: a phone that makes hold what is asked of it now makes hold what it is asked for
    /// next. Of one that does not, or of which nothing was read back, nothing better is expected.
    /// </summary>
    public static VerdictState StateOf(string key, VerdictState now, VerdictState then) =>
        then > VerdictState.Unknown && now == VerdictState.Compliant && Follows(key) ? VerdictState.Compliant : then;

    /// <summary>How a scope would stand then, by its findings before and how those that turn would end.</summary>
    public static VerdictState StateOf(Verdict then, IEnumerable<SettingTurn> turns)
    {
        var after = turns.ToDictionary(t => t.Setting, t => t.After, StringComparer.Ordinal);
        return then.Findings.Select(f => after.GetValueOrDefault(f.Setting, f.State)).DefaultIfEmpty(VerdictState.Compliant).Max();
    }

    /// <summary>Whether it takes somebody more than the push, and the next start of the VM, until a setting complies.</summary>
    public static bool NeedsSomebody(string key, VerdictState after) =>
        after != VerdictState.Compliant && (after != VerdictState.Pending || !Follows(key));

    private static bool Follows(string key) => SettingCatalogue.TryFind(key, out var setting) && setting.FollowsPush;
}
