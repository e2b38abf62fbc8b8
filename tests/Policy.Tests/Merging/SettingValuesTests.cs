using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

public sealed class SettingValuesTests
{
    private static readonly Arbitrary<SettingValues> Values = SettingSamples.Values().ToArbitrary();

    [Fact]
    public void Whole_documents_merge_in_any_order() =>
        Prop.ForAll(Values, Values, (a, b) => a.Join(b).Equals(b.Join(a))).Holds();

    [Fact]
    public void Whole_documents_merge_in_any_grouping() =>
        Prop.ForAll(Values, Values, Values, (a, b, c) => a.Join(b).Join(c).Equals(a.Join(b.Join(c)))).Holds();

    [Fact]
    public void A_whole_document_merged_with_itself_is_itself() =>
        Prop.ForAll(Values, a => a.Join(a).Equals(a) && a.Join(SettingValues.Empty).Equals(a)).Holds();

    [Fact]
    public void A_merge_of_whole_documents_is_never_looser_than_either() =>
        Prop.ForAll(Values, Values, (a, b) => Satisfies(a, a.Join(b)) && Satisfies(b, a.Join(b))).Holds();

    [Fact]
    public void The_order_of_documents_does_not_change_the_bytes_that_a_phone_gets() =>
        Prop.ForAll(Values, Values, Values, (a, b, c) =>
            Payload(a, b, c) == Payload(c, a, b) && Payload(a, b, c) == Payload(b, c, a)).Holds(times: 30);

    [Fact]
    public void An_effective_lease_never_wipes_before_it_locks() =>
        Prop.ForAll(Values, Values, (a, b) =>
        {
            var effective = Effective(a, b);
            return effective.Get(LeaseOfflineLock.Instance) <= effective.Get(LeaseOfflineWipe.Instance);
        }).Holds();

    private static bool Satisfies(SettingValues asked, SettingValues got) =>
        asked.ByKey.All(v => SettingSamples.Find(v.Key).Complies(v.Value, got.ByKey[v.Key]));

    private static string Payload(params SettingValues[] said) => Effective(said).ToPayload().Digest;

    private static EffectivePolicy Effective(params SettingValues[] said) => EffectivePolicy.Of(
        Sources.Set([.. said.Select((values, at) => (values, at)).Where(s => s.values.ByKey.Count > 0).SelectMany(s => Policies(s.values, s.at))]),
        Sources.Phone("phone-1"),
        PolicyScope.Vm("work"));

    // One policy for each value: what one of them says of lock and wipe together may be refused, what two say is merged.
    private static IEnumerable<string> Policies(SettingValues values, int at) =>
        values.ByKey.Select((v, i) => Sources.Policy($"p{at}-{i}", $"{v.Key}: '{v.Value}'"));
}
