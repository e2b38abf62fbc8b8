using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;

namespace Twofold.Web.Desk;

/// <summary>What work VMs stand to lose by a change of policies or of the labels that choose them.</summary>
/// <param name="Vms">How many of them could become unreadable sooner.</param>
/// <param name="Effect">By what; the gravest if there are several.</param>
sealed record Risk(int Vms, Effect Effect)
{
    /// <summary>
    /// What other labels do to one phone: under the set in force, under the one before while that still goes out, and under one that waits,
    /// which was counted for the labels of before.
    /// </summary>
    public static Risk OfLabels(PolicySetView sets, PhoneView phone, ImmutableSortedDictionary<string, string> labels)
    {
        var before = PhoneReadings.FactsOf(phone);
        var changes = Sets(sets).SelectMany(set => Plan.Between(set, before, before with { Labels = labels })).Where(c => c.EndangersData).ToList();
        return new(changes.Select(c => c.Scope.Slot).OfType<string>().Distinct(StringComparer.Ordinal).Count(), EffectOf(changes.Select(c => c.Setting)));
    }

    /// <summary>What these settings do. The gravest effect stands first among effects.</summary>
    public static Effect EffectOf(IEnumerable<string> settings) => settings.Select(EffectOf).DefaultIfEmpty(Effect.LeaseShortened).Min();

    private static Effect EffectOf(string setting) => setting switch
    {
        "storage.snapshots" => Effect.Wipe,
        "compliance.escalation" or "unlock.attempts-wipe" => Effect.Escalation,
        "integrity.measurements" or "integrity.measured-boot" or "integrity.hypervisor" or "integrity.control-partition" => Effect.ReferenceValues,
        "integrity.image" or "integrity.patch-age" => Effect.Image,
        _ => Effect.LeaseShortened,
    };

    private static IEnumerable<PolicySet> Sets(PolicySetView sets) =>
        new[] { sets.Files, sets.Before?.Files ?? [], sets.Pending?.Files ?? [] }
            .Where(files => !files.IsDefaultOrEmpty)
            .Select(files => PolicySet.Read([.. files.Select(f => new SourceFile(f.Name, f.Text))]).Set).OfType<PolicySet>();
}
