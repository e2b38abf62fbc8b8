using Twofold.Policies;
using Twofold.Web.Features.Policies;

namespace Twofold.Web.Tests.Features;

public sealed class SettingWordsTests
{
    public static IEnumerable<TheoryDataRow<string>> EveryKey => SettingCatalogue.Keys.Select(k => new TheoryDataRow<string>(k));

    [Theory, MemberData(nameof(EveryKey))]
    public void The_example_on_the_page_of_a_setting_is_a_policy_that_says_it(string key)
    {
        Assert.True(SettingCatalogue.TryFind(key, out var setting));
        var read = PolicySet.Read([new SourceFile("example.yaml", FormText.Example(setting))]);
        Assert.Empty(read.Problems);
        Assert.Equal(key, Assert.Single(Assert.Single(read.Set!.Policies).Statements).Setting.Key);
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void A_setting_is_found_by_its_key_its_title_and_the_names_that_others_have_for_it(string key)
    {
        Assert.True(SettingCatalogue.TryFind(key, out var setting));
        Assert.All([key, setting.Title.ToUpperInvariant(), .. setting.AndroidManagementFields, .. setting.IntuneFields], sought => Assert.True(SettingWords.IsLike(setting, sought)));
        Assert.False(SettingWords.IsLike(setting, $"{key} moon"));
        Assert.True(SettingWords.IsLike(setting, null));
    }

    [Theory, MemberData(nameof(EveryKey))]
    public void What_no_phone_carries_out_is_said_to_be_unknown(string key)
    {
        Assert.True(SettingCatalogue.TryFind(key, out var setting));
        Assert.Equal(!setting.IsCarriedOut && setting.Enforcement != Enforcement.Server, SettingWords.HeldBy(setting).Contains("unknown", StringComparison.Ordinal));
        Assert.NotEmpty(SettingWords.Values(setting));
    }
}
