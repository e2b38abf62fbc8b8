using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Compares what a phone read back with the documents that it has to obey.</summary>
internal sealed class Judge(DocumentCache documents)
{
    private const int MaxFindings = 256;

    /// <summary>The report, with the worst verdict of all its documents. What no document or no reading says is unknown.</summary>
    public async Task<PhoneCommand.Observed> JudgeAsync(PhoneView phone, PhoneReport report, CancellationToken cancel)
    {
        var verdicts = ImmutableArray.CreateBuilder<Verdict>();
        verdicts.Add(await JudgeAsync(phone.Desired.PhonePolicy, report.Flows, cancel));
        foreach (var vm in phone.Desired.Vms)
            verdicts.Add(await JudgeAsync(vm.Policy, report.Work.FirstOrDefault(w => w.Slot == vm.Slot)?.Settings, cancel));
        var findings = verdicts.SelectMany(v => v.Findings).OrderByDescending(f => f.State).Take(MaxFindings);
        return new PhoneCommand.Observed(report, Worst(verdicts, phone, report), [.. findings], await TermsAsync(phone, cancel));
    }

    // What the documents say of escalation, where it is more than telling somebody.
    private async Task<ImmutableSortedDictionary<string, string>?> TermsAsync(PhoneView phone, CancellationToken cancel)
    {
        var terms = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var vm in phone.Desired.Vms)
        {
            if (vm.Policy is not { } digest || await documents.FindAsync(digest, cancel) is not { Payload.Scope.Slot: not null } required) continue;
            var text = required.Payload.TextOf(ComplianceEscalation.Instance);
            if (text != ComplianceEscalation.Instance.DefaultText) terms[vm.Slot] = text;
        }

        return terms.Count == 0 ? null : terms.ToImmutable();
    }

    // A report that shows an older version says nothing about obedience to the newest.
    private static VerdictState Worst(IEnumerable<Verdict> verdicts, PhoneView phone, PhoneReport report)
    {
        var worst = verdicts.Max(v => v.State);
        return worst != VerdictState.Compliant && report.Version < phone.Desired.Version ? VerdictState.Unknown : worst;
    }

    private async Task<Verdict> JudgeAsync(string? digest, ImmutableSortedDictionary<string, ObservedSetting>? seen, CancellationToken cancel)
    {
        if (digest is null || await documents.FindAsync(digest, cancel) is not { } required) return new Verdict(VerdictState.Unknown, []);
        var observed = (seen ?? ImmutableSortedDictionary<string, ObservedSetting>.Empty)
            .ToDictionary(s => s.Key, s => new ObservedValue(s.Value.Text, s.Value.Claimed), StringComparer.Ordinal);
        return ComplianceCheck.Check(required.Payload, observed);
    }
}
