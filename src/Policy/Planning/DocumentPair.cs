namespace Twofold.Policies;

/// <summary>The documents of one scope, as they are and as they would be.</summary>
internal sealed record DocumentPair(PolicyPayload Now, PolicyPayload Then)
{
    /// <summary>Whether just the same is required; then every verdict stays.</summary>
    public bool IsSame { get; } = Now.Digest == Then.Digest;

    /// <summary>What either says of escalation; a document of a phone says nothing of it, its VMs' do.</summary>
    public (Escalation Now, Escalation Then) Terms { get; } = Now.Scope.Slot is null
        ? (ComplianceEscalation.Instance.Default, ComplianceEscalation.Instance.Default)
        : (Now.Get(ComplianceEscalation.Instance), Then.Get(ComplianceEscalation.Instance));

    /// <summary>Both verdicts, without regard to time.</summary>
    public VerdictPair Judge(ObservedPhone observed)
    {
        var seen = observed.In(Now.Scope);
        var now = ComplianceCheck.Check(Now, seen);
        return new(now, IsSame ? now : ComplianceCheck.Check(Then, seen));
    }

    /// <summary>What would stand otherwise, by key.</summary>
    public IEnumerable<SettingTurn> Turns(VerdictPair verdicts, ObservedPhone observed)
    {
        if (ReferenceEquals(verdicts.Now, verdicts.Then)) return [];
        var seen = observed.In(Now.Scope);
        var (now, then) = (verdicts.Now.ByKey(), verdicts.Then.ByKey());
        return now.Keys.Union(then.Keys, StringComparer.Ordinal)
            .Where(key => now.StateOf(key) != then.StateOf(key))
            .Order(StringComparer.Ordinal)
            .Select(key => Turn(key, now.StateOf(key), then.StateOf(key), seen.GetValueOrDefault(key)?.Text, then.GetValueOrDefault(key)?.Remedy));
    }

    private SettingTurn Turn(string key, VerdictState now, VerdictState then, string? seen, string? remedy)
    {
        var after = AfterPush.StateOf(key, now, then);
        if (after != then) remedy = "nothing to do: the push itself changes it";
        return new(key, now, then, after, AfterPush.NeedsSomebody(key, after), RequiredOf(key), seen, remedy ?? "nothing to do");
    }

    private string RequiredOf(string key) => SettingCatalogue.TryFind(key, out var setting) ? Then.TextOf(setting) : string.Empty;
}

/// <summary>What is judged under either set.</summary>
internal sealed record VerdictPair(Verdict Now, Verdict Then)
{
    /// <summary>The same with regard to time, on a VM with these terms; itself where time changes nothing.</summary>
    public VerdictPair InGrace((Escalation Now, Escalation Then) terms, Func<string, bool> isOverdue)
    {
        var now = Grace.In(Now, terms.Now, isOverdue);
        var then = ReferenceEquals(Now, Then) && terms.Now.Equals(terms.Then) ? now : Grace.In(Then, terms.Then, isOverdue);
        return ReferenceEquals(now, Now) && ReferenceEquals(then, Then) ? this : new(now, then);
    }
}

/// <summary>Looks findings up.</summary>
internal static class FindingsByKey
{
    /// <summary>The worst finding of each setting; of equals the first.</summary>
    public static Dictionary<string, Finding> ByKey(this Verdict verdict)
    {
        var worst = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var finding in verdict.Findings)
            if (!worst.TryGetValue(finding.Setting, out var known) || known.State < finding.State) worst[finding.Setting] = finding;
        return worst;
    }

    /// <summary>How a setting stands: one without a finding is compliant.</summary>
    public static VerdictState StateOf(this Dictionary<string, Finding> findings, string key) =>
        findings.TryGetValue(key, out var finding) ? finding.State : VerdictState.Compliant;
}
