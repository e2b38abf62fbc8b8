using Twofold.Policies;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>
/// Which values of an explanation are shown: one setting, by <c>setting</c>; all, by <c>all=true</c>; otherwise those that ask something of the
/// phone or were read back from it.
/// </summary>
sealed record ExplainQuery(string? Setting, bool All)
{
    /// <summary>What is asked for, or <c>request/bad-query</c>.</summary>
    public static Answer<ExplainQuery> Read(IQueryCollection query)
    {
        if (ApiQuery.Unknown(query, "setting", "all") is { } refusal) return new(null, refusal);
        var (setting, all) = (query["setting"].FirstOrDefault(), query["all"].FirstOrDefault());
        if (setting is not null && !SettingCatalogue.TryFind(setting, out _)) return Bad($"there is no setting `{Refs.Shown(setting)}`");
        return all is null or "true" or "false" ? Answer.Of(new ExplainQuery(setting, all == "true")) : Bad("`all` is `true` or `false`");
    }

    /// <summary>Whether a value is shown.</summary>
    public bool Shows(EffectiveValue value, bool isObserved) =>
        Setting is null ? All || isObserved || !value.Setting.AsksNothing(value.Text) : value.Setting.Key == Setting;

    private static Answer<ExplainQuery> Bad(string message) => Answer.No<ExplainQuery>("request/bad-query", message);
}
