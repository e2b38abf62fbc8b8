using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>Puts what a phone has to obey beside what was read back from it.</summary>
static class Explanation
{
    /// <summary>The set in force, or null where only defaults hold. It was validated before it came into force.</summary>
    public static PolicySet? Read(PolicySetView inForce) =>
        inForce.Revision == 0 ? null : Read(inForce.Files).Set;

    /// <summary>Files as one set, or everything that is wrong with them.</summary>
    public static PolicySetResult Read(ImmutableArray<PolicyFile> files) => PolicySet.Read([.. files.Select(f => new SourceFile(f.Name, f.Text))]);

    /// <summary>The explanation of one work VM, or <c>vm/unknown</c>.</summary>
    public static async Task<Answer<ExplainedPolicy>> OfAsync(Counter counter, string phone, string slot, CancellationToken cancel)
    {
        var seen = Refs.IsId(phone) ? (await counter.ViewAsync(Refs.Phone(phone), cancel)).View : null;
        if (seen is not { Enrolled: true } || !seen.Slots.Any(s => s.Slot == slot && s.Owner == VmOwner.Organisation))
            return Answer.No<ExplainedPolicy>("vm/unknown", $"there is no work VM `{Refs.Shown(slot)}` on a phone `{Refs.Shown(phone)}`");
        var inForce = (await counter.ViewAsync(Refs.PolicySet, cancel)).View;
        var set = Read(inForce) ?? PolicySet.Empty;
        var (facts, observed) = (PhoneReadings.FactsOf(seen), PhoneReadings.ObservedOf(seen));
        var vm = EffectivePolicy.Of(set, facts, PolicyScope.Vm(slot));
        var terms = vm.Get(ComplianceEscalation.Instance);
        return Answer.Of(new ExplainedPolicy(
            new(inForce.Revision, inForce.Author, inForce.ApprovedBy, inForce.InForceSince),
            Scope(vm, InGrace, observed), Scope(EffectivePolicy.Of(set, facts, PolicyScope.Phone), InGrace, observed)));

        Verdict InGrace(Verdict verdict) => Grace.In(verdict, terms, setting => observed.Overdue.Contains((slot, setting)));
    }

    private static ExplainedScope Scope(EffectivePolicy effective, Func<Verdict, Verdict> inGrace, ObservedPhone observed)
    {
        var seen = observed.In(effective.Scope);
        return new(effective.Scope, effective.Values, inGrace(ComplianceCheck.Check(effective.ToPayload(), seen)), seen);
    }
}
