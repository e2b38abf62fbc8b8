namespace Twofold.Policies.Tests.Importing;

/// <summary>The exports come as families whose higher levels say that they are stricter. Where one is not, the key is named.</summary>
public sealed class ImportNestingTests
{
    private const string Basic = "level-1-fm-basic-security";
    private const string Enhanced = "level-2-fm-enhanced-security";
    private const string High = "level-3-fm-high-security";
    private const string EnhancedProfile = "level-2-wp-enhanced-security";
    private const string HighProfile = "level-3-wp-high-security";

    [Theory]
    [InlineData(Basic, Enhanced, "configuration")]
    [InlineData(Enhanced, High, "configuration")]
    [InlineData(EnhancedProfile, HighProfile, "configuration")]
    [InlineData(Basic, Enhanced, "compliance")]
    [InlineData(Enhanced, High, "compliance")]
    [InlineData(EnhancedProfile, HighProfile, "compliance", "securityRequiredAndroidSafetyNetEvaluationType: required, then optional")]
    public void A_higher_level_is_at_least_as_strict_but_for_these_keys(string lower, string higher, string kind, params string[] breaking)
    {
        Assert.Equal(breaking, ImportNesting.Breaks(Report(lower, kind), Report(higher, kind)).Select(b => b.ToString()));
    }

    [Theory]
    [InlineData(Basic, Enhanced, "configuration")]
    [InlineData(Enhanced, High, "configuration")]
    [InlineData(Basic, High, "configuration")]
    [InlineData(EnhancedProfile, HighProfile, "configuration")]
    [InlineData(Basic, High, "compliance")]
    [InlineData(EnhancedProfile, HighProfile, "compliance")]
    public void A_lower_level_joined_to_a_higher_one_changes_nothing(string lower, string higher, string kind)
    {
        var (low, high) = (Report(lower, kind).Values, Report(higher, kind).Values);
        Assert.Equal(high, low.Join(high));
    }

    private static ImportReport Report(string level, string kind) => ImportSamples.Report($"third-party/intune-android/{level}-{kind}.json");
}
