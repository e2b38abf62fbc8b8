using System.Collections.Concurrent;
using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Bench.Running;

/// <summary>
/// One of a million phones with labels of 6,400 kinds, of which what policy asks was read back: but nothing of one in twenty, and of one in
/// fifty one setting otherwise.
/// </summary>
internal static class JudgedPhone
{
    private static readonly ConcurrentDictionary<(int Site, int Team, int Ring, int Odd), PhoneReport> Reports = new();

    /// <summary>The phone with this number.</summary>
    public static PhoneState Of(int number)
    {
        var chance = new Random(number + 17);
        var (site, team, ring) = (chance.Next(JudgedPolicies.Sites), chance.Next(JudgedPolicies.Sites), chance.Next(JudgedPolicies.Rings));
        var odd = chance.Next(50) == 0 ? 1 + chance.Next(3) : 0;
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("site", $"s{site:D2}").Add("team", $"t{team:D2}").Add("ring", $"r{ring}");
        var phone = SeededPhone.Of(number).Phone;
        var report = chance.Next(20) == 0 ? null : Reports.GetOrAdd((site, team, ring, odd), _ => Report(phone.Report!, labels, odd));
        return phone with { Enrolment = phone.Enrolment with { Labels = labels }, PolicyRevision = 7, Report = report, Findings = [] };
    }

    private static PhoneReport Report(PhoneReport like, ImmutableSortedDictionary<string, string> labels, int odd)
    {
        var facts = new PhoneFacts("any", labels);
        var work = Settings(facts, PolicyScope.Vm(SlotName.Work));
        work = odd switch
        {
            1 => work.SetItem(NetworkMode.Instance.Key, new("internet", Claimed: false)),
            2 => work.SetItem(VmMemory.Instance.Key, new(null, Claimed: false)),
            _ => work,
        };
        var flows = Settings(facts, PolicyScope.Phone);
        if (odd == 3) flows = flows.SetItem(ClipboardDirection.Instance.Key, new("both", Claimed: false));
        return like with { Work = [like.Work[0] with { Settings = work }], Flows = flows };
    }

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(PhoneFacts facts, PolicyScope scope) =>
        EffectivePolicy.Of(JudgedPolicies.Now, facts, scope).Values.Where(v => v.Setting.IsCarriedOut)
            .ToImmutableSortedDictionary(v => v.Setting.Key, v => new ObservedSetting(v.Text, Claimed: false), StringComparer.Ordinal);
}
