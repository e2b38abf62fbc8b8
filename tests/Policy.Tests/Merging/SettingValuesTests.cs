using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

public sealed class SettingValuesTests
{
    private static readonly Arbitrary<SettingValues> Values = SettingSamples.Values().ToArbitrary();

    public static TheoryData<string> Scopes => ["phone", "vm:work"];

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

    [Theory, MemberData(nameof(Scopes))]
    public void The_order_of_documents_does_not_change_the_bytes_that_a_phone_gets(string scope) =>
        Prop.ForAll(Values, Values, Values, (a, b, c) =>
            Payload(scope, a, b, c) == Payload(scope, c, a, b) && Payload(scope, a, b, c) == Payload(scope, b, c, a)).Holds(times: 30);

    [Theory, MemberData(nameof(Scopes))]
    public void A_document_that_stands_twice_changes_nothing(string scope) =>
        Prop.ForAll(Values, Values, (a, b) => Payload(scope, a, b) == Payload(scope, a, b, a)).Holds(times: 30);

    [Theory, MemberData(nameof(Scopes))]
    public void What_a_phone_gets_is_never_looser_than_any_document_and_names_whom_it_overrode(string scope) =>
        Prop.ForAll(Values, Values, Values, (a, b, c) => Effective(scope, a, b, c).Values.All(v =>
            new[] { a, b, c }.Where(said => said.ByKey.ContainsKey(v.Setting.Key)).All(said =>
                v.Setting.Complies(said.ByKey[v.Setting.Key], v.Text)
                && (said.ByKey[v.Setting.Key] == v.Text || v.Overrode.Any(o => o.Text == said.ByKey[v.Setting.Key]))))).Holds(times: 30);

    [Fact]
    public void An_effective_lease_never_wipes_before_it_locks() =>
        Prop.ForAll(Values, Values, (a, b) =>
        {
            var effective = Effective("vm:work", a, b);
            return effective.Get(LeaseOfflineLock.Instance) <= effective.Get(LeaseOfflineWipe.Instance);
        }).Holds();

    private static bool Satisfies(SettingValues asked, SettingValues got) =>
        asked.ByKey.All(v => SettingSamples.Find(v.Key).Complies(v.Value, got.ByKey[v.Key]));

    private static string Payload(string scope, params SettingValues[] said) => Effective(scope, said).ToPayload().Digest;

    private static EffectivePolicy Effective(string scope, params SettingValues[] said) => EffectivePolicy.Of(
        Sources.Set([.. said.Select((values, at) => (values, at)).Where(s => s.values.ByKey.Count > 0).SelectMany(s => Policies(s.values, s.at))]),
        Sources.Phone("phone-1"),
        PolicyScope.Parse(scope).Value);

    // One policy for each value: what one of them says of lock and wipe together may be refused, what two say is merged.
    private static IEnumerable<string> Policies(SettingValues values, int at) =>
        values.ByKey.Select((v, i) => Sources.Policy($"p{at}-{i}", $"{v.Key}: '{v.Value}'"));
}
