using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

public sealed class SettingLawTests
{
    public static IEnumerable<TheoryDataRow<string>> EveryKey => SettingSamples.EveryKey();

    [Fact]
    public void Every_setting_that_is_written_is_in_the_catalogue()
    {
        var written = typeof(Setting).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Setting)) && !t.IsAbstract);

        Assert.Equal(
            written.Select(t => t.Name).Order(StringComparer.Ordinal),
            SettingCatalogue.All.Select(s => s.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_settings_have_one_key() => Assert.Distinct(SettingCatalogue.Keys);

    [Theory, MemberData(nameof(EveryKey))]
    public void The_merge_does_not_depend_on_order(string key) =>
        Holds(key, (s, a, b, _) => s.JoinText(a, b) == s.JoinText(b, a));

    [Theory, MemberData(nameof(EveryKey))]
    public void The_merge_does_not_depend_on_grouping(string key) =>
        Holds(key, (s, a, b, c) => s.JoinText(a, s.JoinText(b, c)) == s.JoinText(s.JoinText(a, b), c));

    [Theory, MemberData(nameof(EveryKey))]
    public void A_value_merged_with_itself_is_itself(string key) =>
        Holds(key, (s, a, _, _) => s.JoinText(a, a) == a);

    [Theory, MemberData(nameof(EveryKey))]
    public void The_merge_is_never_looser_than_either_side(string key) =>
        Holds(key, (s, a, b, _) => s.Complies(a, s.JoinText(a, b)) && s.Complies(b, s.JoinText(a, b)));

    [Theory, MemberData(nameof(EveryKey))]
    public void The_merge_is_no_stricter_than_what_satisfies_both_sides(string key) =>
        Holds(key, (s, a, b, c) => !(s.Complies(a, c) && s.Complies(b, c)) || s.Complies(s.JoinText(a, b), c));

    [Theory, MemberData(nameof(EveryKey))]
    public void Where_stricter_is_a_total_order_one_of_two_values_is_the_stricter(string key)
    {
        if (SettingSamples.Find(key).IsTotalOrder) Holds(key, (s, a, b, _) => s.JoinText(a, b) == a || s.JoinText(a, b) == b);
        else Assert.ThrowsAny<Exception>(() => Holds(key, (s, a, b, _) => s.JoinText(a, b) == a || s.JoinText(a, b) == b));
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void What_documents_leave_out_asks_nothing(string key)
    {
        // A start out of contact opens nothing unless policy allows it: that default is the strictest value.
        var setting = SettingSamples.Find(key);
        Assert.Equal(!setting.IsSaidByDefault, setting.AsksNothing(setting.DefaultText));
        if (!setting.IsSaidByDefault && setting != LeaseOfflineBoots.Instance) Holds(key, (s, a, _, _) => s.Complies(s.DefaultText, a));
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void Nothing_is_stricter_than_the_strictest(string key) =>
        Holds(key, (s, a, _, _) => s.Complies(a, s.StrictestText));

    [Theory, MemberData(nameof(EveryKey))]
    public void Values_that_comply_with_each_other_are_equal(string key) =>
        Holds(key, (s, a, b, _) => a == b || !(s.Complies(a, b) && s.Complies(b, a)));

    [Theory, MemberData(nameof(EveryKey))]
    public void Canonical_text_reads_back_as_itself(string key) =>
        Holds(key, (s, a, _, _) => s.Canonical(a) is { IsRead: true } read && read.Value == a);

    [Theory, MemberData(nameof(EveryKey))]
    public void Canonical_text_matches_the_pattern_of_the_schema(string key) =>
        Holds(key, (s, a, _, _) => System.Text.RegularExpressions.Regex.IsMatch(
            a, s.Pattern, System.Text.RegularExpressions.RegexOptions.NonBacktracking));

    [Theory, MemberData(nameof(EveryKey))]
    public void No_text_makes_the_reader_throw(string key)
    {
        var setting = SettingSamples.Find(key);
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => setting.Canonical(text.Get) is { IsRead: true } or { Fault.Code.Length: > 0 })
            .Holds();
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void Every_setting_tells_an_administrator_what_it_does(string key)
    {
        var setting = SettingSamples.Find(key);

        Assert.True(setting.Canonical(setting.DefaultText).IsRead);
        Assert.NotEmpty(setting.Title);
        Assert.EndsWith(".", setting.Explanation, StringComparison.Ordinal);
        Assert.Matches(@"^[^.]+\.$", setting.ReadBack);
        Assert.All(setting.AndroidManagementFields.Concat(setting.IntuneFields), f => Assert.Matches(@"^[a-z][A-Za-z]+(\.[a-z][A-Za-z]+)*$", f));
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void The_example_of_a_setting_is_no_default_and_no_amount_is_driven_to_its_end(string key)
    {
        var setting = SettingSamples.Find(key);

        Assert.Equal(setting.ExampleText, setting.Canonical(setting.ExampleText).Value);
        if (setting.DefaultText != setting.StrictestText) Assert.NotEqual(setting.DefaultText, setting.ExampleText);
        if (setting.Choices.Count == 0) Assert.NotEqual(setting.StrictestText, setting.ExampleText);
    }

    [Fact]
    public void There_are_at_least_forty_settings_and_a_group_for_each_subject()
    {
        Assert.InRange(SettingCatalogue.All.Count, 40, 128);
        Assert.Equal(Enum.GetValues<SettingGroup>(), SettingCatalogue.All.Select(s => s.Group).Distinct());
    }

    [Fact]
    public void The_settings_of_a_group_stand_together() =>
        Assert.Equal(SettingCatalogue.All.Select(s => s.Group).Order(), SettingCatalogue.All.Select(s => s.Group));

    private static void Holds(string key, Func<Setting, string, string, string, bool> law)
    {
        var setting = SettingSamples.Find(key);
        var texts = SettingSamples.Texts(setting).ToArbitrary();
        Prop.ForAll(texts, texts, texts, (a, b, c) => law(setting, a, b, c)).Holds();
    }
}
