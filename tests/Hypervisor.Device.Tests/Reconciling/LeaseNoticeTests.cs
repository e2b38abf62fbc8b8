using Twofold.Device.Tests.Agent;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Reconciling;

/// <summary>A shorter lease is announced for a day before it counts.</summary>
public sealed class LeaseNoticeTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly Lease Long = new(TimeSpan.FromDays(3), TimeSpan.FromDays(30));
    private static readonly Lease Short = new(TimeSpan.FromHours(1), TimeSpan.FromDays(1));
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_first_lease_and_a_longer_one_count_at_once()
    {
        Assert.Equal(Short, LeaseNotice.Of(null, Short, Start).At(Start));
        Assert.Equal(Long, LeaseNotice.Of(new(Short), Long, Start).At(Start));
    }

    [Fact]
    public void A_shorter_lease_counts_a_day_after_it_was_announced()
    {
        var notice = LeaseNotice.Of(new(Long), Short, Start);
        Assert.Equal(Long, notice.At(Start + Day - TimeSpan.FromSeconds(1)));
        Assert.Equal(Short, notice.At(Start + Day));
    }

    [Fact]
    public void What_gets_longer_counts_at_once_though_the_rest_is_announced()
    {
        var mixed = new Lease(Short.OfflineLock, TimeSpan.FromDays(60));
        Assert.Equal(new Lease(Long.OfflineLock, TimeSpan.FromDays(60)), LeaseNotice.Of(new(Long), mixed, Start).At(Start));
    }

    [Fact]
    public void An_announcement_vanishes_when_a_person_lengthens_the_lease_again()
    {
        var taken = LeaseNotice.Of(LeaseNotice.Of(new(Long), Short, Start), Long, Start.AddHours(20));
        Assert.Null(taken.From);
        Assert.Equal(Long, taken.At(Start + Day));
        Assert.Equal(Start.AddHours(21) + Day, LeaseNotice.Of(taken, Short, Start.AddHours(21)).From);
    }

    [Fact]
    public void The_same_again_and_a_lesser_shortening_do_not_begin_anew_and_a_greater_one_does()
    {
        var notice = LeaseNotice.Of(new(Long), Short, Start);
        Assert.Equal(Start + Day, LeaseNotice.Of(notice, Short, Start.AddHours(5)).From);
        Assert.Equal(Start + Day, LeaseNotice.Of(notice, Short with { OfflineWipe = TimeSpan.FromDays(2) }, Start.AddHours(5)).From);
        Assert.Equal(Start.AddHours(5) + Day, LeaseNotice.Of(notice, Short with { OfflineLock = TimeSpan.FromMinutes(20) }, Start.AddHours(5)).From);
    }

    [Fact]
    public async Task A_phone_that_was_told_of_a_shorter_lease_keeps_the_longer_one_for_a_day_also_after_a_restart()
    {
        Want(1, "3d", "30d");
        await _bench.RestAsync();
        Want(2, "1h", "1d");
        await _bench.RestAsync();
        Assert.Contains(_bench.LastReport.Findings, f => f.Code == PlanCodes.LeaseAnnounced);
        _bench.Server.HangUp();
        await _bench.RestAsync();
        _bench.Restart();
        _bench.Time.Advance(TimeSpan.FromHours(23));
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
        _bench.Time.Advance(TimeSpan.FromHours(2));
        await _bench.RestAsync();
        Assert.Null(_bench.WorkState);
    }

    [Fact]
    public async Task Lengthened_again_in_time_nothing_was_lost()
    {
        Want(1, "3d", "30d");
        await _bench.RestAsync();
        Want(2, "1h", "1d");
        await _bench.RestAsync();
        _bench.Time.Advance(TimeSpan.FromHours(20));
        Want(3, "3d", "30d");
        await _bench.RestAsync();
        Assert.DoesNotContain(_bench.LastReport.Findings, f => f.Code == PlanCodes.LeaseAnnounced);
        _bench.Server.HangUp();
        _bench.Time.Advance(TimeSpan.FromHours(30));
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
    }

    private void Want(long version, string locks, string wipes)
    {
        var policy = FakeServer.Work(("lease.offline-lock", locks), ("lease.offline-wipe", wipes));
        _bench.Server.Connect();
        _bench.Server.Say(_bench.Server.Frame(version, [new DesiredVm("work", 1, Lifecycle.Running, policy.Digest)], [], [policy]));
    }
}
