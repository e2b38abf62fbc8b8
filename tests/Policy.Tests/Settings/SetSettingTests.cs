using System.Globalization;

namespace Twofold.Policies.Tests;

public sealed class SetSettingTests
{
    [Fact]
    public void Where_several_policies_allow_only_what_all_of_them_list_remains() =>
        Assert.Equal(
            ["hid", "none", "audio", "none"],
            [
                UsbClasses.Instance.JoinText("audio, hid", "hid, storage"),
                UsbClasses.Instance.JoinText("audio", "storage"),
                UsbClasses.Instance.JoinText("any", "audio"),
                UsbClasses.Instance.JoinText("any", "none"),
            ]);

    [Fact]
    public void Where_several_policies_block_all_that_any_of_them_lists_is_blocked() =>
        Assert.Equal(
            ["org.a, org.b", "org.a", "all"],
            [
                AppsBlocked.Instance.JoinText("org.a", "org.b"),
                AppsBlocked.Instance.JoinText("org.a", "none"),
                AppsBlocked.Instance.JoinText("org.a", "all"),
            ]);

    [Fact]
    public void Fewer_allowed_items_comply_and_others_do_not()
    {
        Assert.True(AppsAllowed.Instance.Complies("org.a, org.b", "org.a"));
        Assert.False(AppsAllowed.Instance.Complies("org.a, org.b", "org.c"));
        Assert.False(AppsRequired.Instance.Complies("org.a, org.b", "org.a"));
        Assert.True(AppsRequired.Instance.Complies("org.a", "org.a, org.b"));
    }

    [Fact]
    public void A_list_beyond_its_bounds_is_refused()
    {
        Assert.True(AppsBlocked.Instance.Canonical(Apps(0, SetSetting.Most)).IsRead);
        Assert.Equal("policy/too-many-items", AppsBlocked.Instance.Canonical(Apps(0, SetSetting.Most + 1)).Fault?.Code);
        Assert.Equal("policy/too-many-items", AppsBlocked.Instance.Canonical(new string('a', 100_000)).Fault?.Code);
        Assert.True(AppsBlocked.Instance.Canonical(string.Join(',', Enumerable.Repeat("org.a", 1000))).IsRead);
    }

    [Fact]
    public void What_several_policies_demand_beyond_the_bounds_is_everything_in_any_order()
    {
        var (one, other, third) = (Apps(0, 200), Apps(100, 200), Apps(0, 10));
        var joined = AppsBlocked.Instance.JoinText(one, other);

        Assert.Equal("all", joined);
        Assert.Equal("all", AppsBlocked.Instance.JoinText(AppsBlocked.Instance.JoinText(one, third), other));
        Assert.True(AppsBlocked.Instance.Complies(one, joined) && AppsBlocked.Instance.Complies(other, joined));
    }

    [Fact]
    public void Hours_that_several_policies_allow_are_those_in_all_of_them() =>
        Assert.Equal(
            ["mon 08:00-12:00", "never", "mon 09:00-10:00"],
            [
                HoursAccess.Instance.JoinText("mon-fri 07:00-12:00", "sun-mon 08:00-19:00"),
                HoursAccess.Instance.JoinText("mon 07:00-12:00", "tue 07:00-12:00"),
                HoursAccess.Instance.JoinText("always", "mon 09:00-10:00"),
            ]);

    [Fact]
    public void The_longest_values_of_all_settings_fit_into_one_document()
    {
        var hours = Enumerable.Range(0, 336).Aggregate(WeeklyHours.Never, (h, n) => h.With(n / 48, n % 48 * 2, (n % 48 * 2) + 1));
        string Longest(Setting setting) => setting switch
        {
            SetSetting { KnownItems.Count: 0 } => string.Join(", ", Enumerable.Range(0, 64).Select(n => $"a{n:00}" + new string('b', 120))),
            HoursAccess h => string.Join(", ", Enumerable.Range(0, 336).Select(n => h.Format(WeeklyHours.Never.With(n / 48, n % 48 * 2, (n % 48 * 2) + 1)))),
            IntegrityMeasurements => string.Join(',', Enumerable.Range(0, IntegrityMeasurements.Most).Select(n => n.ToString("x64", CultureInfo.InvariantCulture))),
            _ => setting.StrictestText,
        };
        var document = PolicyPayload.Of(
            PolicyScope.Vm("work"), SettingCatalogue.Of(PolicyScope.Vm("work")).Select(s => KeyValuePair.Create(s.Key, Longest(s))));

        Assert.True(HoursAccess.Instance.Canonical(HoursAccess.Instance.Format(hours)).Value == HoursAccess.Instance.Format(hours));
        Assert.InRange(document.Bytes.Length, 30_000, PolicyLimits.PayloadBytes);
        Assert.True(PolicyPayload.Read(document.Bytes.Span).IsRead);
    }

    private static string Apps(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(n => $"org.example.a{n:0000}"));
}
