namespace Twofold.Policies;

/// <summary>One setting that would change.</summary>
/// <param name="Scope">The phone, or the VM in a slot.</param>
/// <param name="Setting">The key of the setting.</param>
/// <param name="Old">What holds now, as canonical text.</param>
/// <param name="New">What would hold.</param>
/// <param name="Origins">Where the new value comes from.</param>
public sealed record PlanChange(PolicyScope Scope, string Setting, string Old, string New, IReadOnlyList<Origin> Origins)
{
    /// <summary>Whether work data could become unreadable sooner by it: what held before does not satisfy what would hold.</summary>
    public bool EndangersData => SettingCatalogue.TryFind(Setting, out var setting) && setting.EndangersData && !setting.Complies(New, Old);
}

/// <summary>Phones to which just the same would happen.</summary>
/// <param name="Phones">Their ids, sorted.</param>
/// <param name="Changes">What would change on each of them.</param>
public sealed record PlanClass(IReadOnlyList<string> Phones, IReadOnlyList<PlanChange> Changes);

/// <summary>A VM, by its phone and slot.</summary>
public sealed record VmPlace(string Phone, string Slot);

/// <summary>
/// What a policy set would change on which phones. It is bound to its inputs: the two sets and the facts of every phone. Whoever
/// applies it computes <see cref="Digest"/> again and refuses when it differs; observations are no input and never invalidate it.
/// </summary>
/// <param name="Classes">The phones that change, in classes of equal change; empty when nothing would change.</param>
/// <param name="VmsAtRisk">The work VMs whose data could become unreadable sooner, such as by a shorter lease.</param>
/// <param name="Digest">The SHA-256 of the inputs, in lower-case hexadecimal.</param>
public sealed record Plan(IReadOnlyList<PlanClass> Classes, IReadOnlyList<VmPlace> VmsAtRisk, string Digest)
{
    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Classes.Count == 0;

    /// <summary>The settings by which work data could become unreadable sooner, by key.</summary>
    public IReadOnlyList<string> RiskySettings =>
        [.. Classes.SelectMany(c => c.Changes).Where(c => c.EndangersData).Select(c => c.Setting).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How many phones would change.</summary>
    public int PhoneCount => Classes.Sum(c => c.Phones.Count);

    /// <summary>What one phone has to obey otherwise once the facts about it change, under a set that stays.</summary>
    public static IReadOnlyList<PlanChange> Between(PolicySet set, PhoneFacts before, PhoneFacts after) => PlanClasses.Changes(set, before, set, after);

    /// <summary>Compares what holds now with what the next set would make hold.</summary>
    /// <param name="current">The set in force, or null where only defaults hold.</param>
    /// <param name="next">The set to be applied.</param>
    /// <param name="phones">The phones that it would reach, each id once.</param>
    public static Plan Compute(PolicySet? current, PolicySet next, IReadOnlyList<PhoneFacts> phones)
    {
        var classes = PlanClasses.Of(current ?? PolicySet.Empty, next, phones);
        return new(
            [.. classes.Select(c => new PlanClass([.. c.Phones.Select(p => p.Id)], c.Changes))],
            [.. classes.SelectMany(c => c.AtRisk)],
            PlanInputs.Digest(current, next, phones));
    }
}
