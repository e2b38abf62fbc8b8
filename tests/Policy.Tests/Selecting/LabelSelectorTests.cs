namespace Twofold.Policies.Tests.Selecting;

/// <summary>Kubernetes' grammar of label selectors, with the phones that each means.</summary>
public sealed class LabelSelectorTests
{
    private static readonly string[][] Phones = [[], ["team=field"], ["team=sales", "site=oslo"], ["team=field", "site=rome", "retired=yes"]];

    [Theory]
    [InlineData("team=field", "team=field", "1 3")]
    [InlineData("team==field", "team=field", "1 3")]
    [InlineData("team = field , site=rome", "site=rome,team=field", "3")]
    [InlineData("team!=field", "team!=field", "0 2")]
    [InlineData("team in (sales,field)", "team in (field,sales)", "1 2 3")]
    [InlineData("team in ( sales )", "team=sales", "2")]
    [InlineData("team notin (sales, other)", "team notin (other,sales)", "0 1 3")]
    [InlineData("site", "site", "2 3")]
    [InlineData("!site", "!site", "0 1")]
    [InlineData("! retired,team", "!retired,team", "1 2")]
    [InlineData("team=field,team=sales", "team=field,team=sales", "")]
    [InlineData("in in (in)", "in=in", "")]
    [InlineData("notin", "notin", "")]
    [InlineData("site,site", "site", "2 3")]
    public void A_selector_means_just_the_phones_that_meet_every_condition(string text, string canonical, string meant)
    {
        var selector = LabelSelector.Parse(text).Value;

        Assert.Equal(canonical, selector.ToString());
        Assert.Equal(selector, LabelSelector.Parse(canonical).Value);
        Assert.Equal(meant, string.Join(' ', Enumerable.Range(0, Phones.Length).Where(n => selector.Matches(Sources.Phone("p", Phones[n]).Labels))));
    }

    [Theory]
    [InlineData("", "policy/empty-selector")]
    [InlineData("  ", "policy/empty-selector")]
    [InlineData(",", "policy/bad-selector")]
    [InlineData("team=", "policy/bad-selector")]
    [InlineData("team in", "policy/bad-selector")]
    [InlineData("team in field", "policy/bad-selector")]
    [InlineData("team in (field", "policy/bad-selector")]
    [InlineData("team in ()", "policy/bad-selector")]
    [InlineData("team field", "policy/bad-selector")]
    [InlineData("team=field,", "policy/bad-selector")]
    [InlineData("team=f\u00fcr", "policy/bad-selector")]
    [InlineData("!!team", "policy/bad-selector")]
    [InlineData("team>5", "policy/bad-selector")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", "policy/bad-label")]
    public void What_is_no_selector_is_refused(string text, string code) => Assert.Equal(code, LabelSelector.Parse(text).Fault?.Code);

    [Fact]
    public void A_message_says_what_is_expected_where() => Assert.Equal(
        "`team in field` is not a selector: `(` is expected at character 9", LabelSelector.Parse("team in field").Fault?.Message);

    [Fact]
    public void Conditions_and_values_are_bounded()
    {
        var many = Enumerable.Range(0, PolicyLimits.Requirements + 1).Select(n => $"l{n}").ToList();

        Assert.True(LabelSelector.Parse(string.Join(',', many[..^1])).IsRead);
        Assert.Equal("policy/selector-too-large", LabelSelector.Parse(string.Join(',', many)).Fault?.Code);
        Assert.True(LabelSelector.Parse($"a in ({string.Join(',', many[..^1])})").IsRead);
        Assert.Equal("policy/selector-too-large", LabelSelector.Parse($"a in ({string.Join(',', many)})").Fault?.Code);
    }

    [Fact]
    public void Only_labels_with_one_value_each_are_plain_labels()
    {
        Assert.Equal("oslo", LabelSelector.Parse("site=oslo,team=field").Value.AsLabels!["site"]);
        Assert.All(["team!=a", "team in (a,b)", "team", "!team", "team=a,team=b"], text => Assert.Null(LabelSelector.Parse(text).Value.AsLabels));
        Assert.Empty(LabelSelector.Everything.AsLabels!);
    }
}
