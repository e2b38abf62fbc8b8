namespace Twofold.Policies;

/// <summary>Knows which of the rules that are broken have days left.</summary>
public static class Grace
{
    /// <summary>
    /// The verdict, in which a rule that is broken is in grace: policy says what follows after some days, and they are not over.
    /// </summary>
    /// <param name="verdict">The verdict without regard to time.</param>
    /// <param name="terms">What policy says of escalation.</param>
    /// <param name="isOverdue">Whether the days of a rule are over.</param>
    public static Verdict In(Verdict verdict, Escalation terms, Func<string, bool> isOverdue)
    {
        if (verdict.State != VerdictState.NonCompliant || terms.Equals(ComplianceEscalation.Instance.Default)) return verdict;
        Finding[] findings = [.. verdict.Findings.Select(f => IsInGrace(f) ? f with { State = VerdictState.InGrace } : f)];
        return new(findings.Max(f => f.State), findings);

        bool IsInGrace(Finding f) => f.State == VerdictState.NonCompliant && terms.Of(f.Setting).GivesGrace && !isOverdue(f.Setting);
    }
}
