using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Composing;

/// <summary>The mark by which phones are alike in what was read back.</summary>
public sealed class ObservedMarkTests
{
    private static readonly PhoneReport Report = new(
        3, Settled: true, DateTimeOffset.UnixEpoch, [Work("work", "network.mode", new("none", Claimed: false))],
        [new("personal", GuestState.Running, 1)], Settings("clipboard.direction", new("none", Claimed: false)), []);

    [Fact]
    public void Phones_of_which_the_same_settings_were_read_back_have_one_mark()
    {
        var other = Report with
        {
            Version = 9, Settled = false, At = DateTimeOffset.UnixEpoch.AddDays(1), Personal = [],
            Work = [Report.Work[0] with { Epoch = 7, State = GuestState.Failed, StorageBytes = 5, Lock = LockReasons.Order, Policy = "digest" }],
        };
        Assert.Equal(ObservedMark.Of(Report), ObservedMark.Of(other));
        Assert.Equal(ObservedMark.Of((PhoneReport?)null), ObservedMark.Of(Report with { Work = [], Flows = ImmutableSortedDictionary<string, ObservedSetting>.Empty }));
        Assert.Equal(32, ObservedMark.Of(Report).Length);
    }

    [Fact]
    public void Whatever_was_read_back_otherwise_changes_the_mark()
    {
        PhoneReport?[] others =
        [
            null,
            Report,
            Report with { Work = [] },
            Report with { Flows = Settings("clipboard.direction", new("both", Claimed: false)) },
            Report with { Flows = Settings("clipboard.direction", new(null, Claimed: false)) },
            Report with { Flows = Settings("clipboard.direction", new("", Claimed: false)) },
            Report with { Work = [Work("lab", "network.mode", new("none", Claimed: false))] },
            Report with { Work = [Work("work", "network.mode", new("none", Claimed: true))] },
            Report with { Work = [Work("work", "network.mode", new("none\ncamera.access=3:off", Claimed: false))] },
            Report with { Work = [Report.Work[0] with { Settings = Report.Work[0].Settings.Add("camera.access", new("off", Claimed: false)) }] },
        ];
        Assert.Equal(others.Length, others.Select(ObservedMark.Of).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_rule_whose_days_are_over_changes_the_mark_and_one_in_grace_does_not()
    {
        var rule = new EscalatingRule("work", "network.mode", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(3), WipeAt: null, InGrace: true, "");
        Assert.Equal(ObservedMark.Of(Report), ObservedMark.Of(Report, [rule]));
        Assert.Equal(ObservedMark.Of(Report), ObservedMark.Of(Report, [rule with { InGrace = false, LockAt = null }]));
        Assert.NotEqual(ObservedMark.Of(Report), ObservedMark.Of(Report, [rule with { InGrace = false }]));
    }

    private static WorkVmReport Work(string slot, string key, ObservedSetting seen) =>
        new(slot, 1, GuestState.Running, null, Settings(key, seen), 0, Lock: null);

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(string key, ObservedSetting seen) =>
        ImmutableSortedDictionary.Create<string, ObservedSetting>(StringComparer.Ordinal).Add(key, seen);
}
