using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>When a work VM opens: in its hours, and on nothing that is too old.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public OpeningTests() => _bench.Server.Connect();

    public void Dispose() => _bench.Dispose();

    // The bench begins on a Monday at 08:00 UTC.
    [Theory]
    [InlineData("mon-fri 08:00-17:00", 0, VmState.Running)]
    [InlineData("mon-fri 08:15-17:00", 0, VmState.Suspended)]
    [InlineData("mon-fri 07:00-08:00", 0, VmState.Suspended)]
    [InlineData("mon-fri 08:00-17:00", 9, VmState.Suspended)]
    [InlineData("sun 22:00-08:15", 0, VmState.Running)]
    [InlineData("sat-sun 00:00-24:00", 0, VmState.Suspended)]
    [InlineData("never", 0, VmState.Suspended)]
    [InlineData("always", 9, VmState.Running)]
    public async Task A_work_vm_is_open_in_its_hours_only_and_opens_again_by_itself(string hours, int later, VmState state)
    {
        await WantAsync(1, ("hours.access", "always"));
        Assert.Equal(VmState.Running, _bench.WorkState);
        await WantAsync(2, ("hours.access", hours));
        _bench.Time.Advance(TimeSpan.FromHours(later));
        await _bench.RestAsync();

        Assert.Equal(state, _bench.WorkState);
        Assert.Equal(state == VmState.Running ? null : LockReasons.Hours, _bench.LastReport.Work[0].Lock);
        Assert.Equal(new ObservedSetting(Canonical(hours), Claimed: false), _bench.LastReport.Work[0].Settings["hours.access"]);
        await WantAsync(3, ("hours.access", "always"));
        Assert.Equal(VmState.Running, _bench.WorkState);
    }

    [Fact]
    public async Task Hours_are_those_of_the_place_where_the_phone_is()
    {
        _bench.Time.Zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromMinutes(345), "east", "east");
        await WantAsync(1, ("hours.access", "mon 13:45-14:00"));
        Assert.Equal(VmState.Running, _bench.WorkState);
        _bench.Time.Advance(TimeSpan.FromMinutes(15));
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
    }

    [Fact]
    public async Task The_clock_set_back_opens_nothing()
    {
        await WantAsync(1, ("hours.access", "mon 08:00-09:00"));
        _bench.Time.Advance(TimeSpan.FromHours(2));
        await _bench.RestAsync();
        _bench.Time.SetWall(ManualTime.Start);
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
    }

    [Fact]
    public async Task A_vm_that_cannot_be_closed_is_reported_as_keeping_no_hours()
    {
        await WantAsync(1, ("hours.access", "always"));
        _bench.Hypervisor.Before = (call, _) => call.StartsWith("Suspend", StringComparison.Ordinal)
            ? throw new DeviceException(DeviceCodes.StateSaveFailed, "no luck") : Task.CompletedTask;
        await WantAsync(2, ("hours.access", "never"));
        Assert.Equal("always", _bench.LastReport.Work[0].Settings["hours.access"].Text);
    }

    [Theory]
    [InlineData("integrity.hypervisor", PlanCodes.HypervisorTooOld)]
    [InlineData("integrity.control-partition", PlanCodes.ControlPartitionTooOld)]
    public async Task A_work_vm_opens_on_nothing_that_is_older_than_policy_says_and_one_that_runs_runs_on(string key, string code)
    {
        await WantAsync(1, (key, "9999.0.0"));
        Assert.Equal((null, code), (_bench.WorkState, Assert.Single(_bench.LastReport.Findings).Code));
        await WantAsync(2, (key, "0.0.1"));
        Assert.Equal((VmState.Running, 0), (_bench.WorkState, _bench.LastReport.Findings.Length));
        await WantAsync(3, (key, "9999.0.0"));
        Assert.Equal(VmState.Running, _bench.WorkState);
        Assert.Equal(new ObservedSetting(key == "integrity.hypervisor" ? "1.0.0" : AgentVersion, Claimed: false), _bench.LastReport.Work[0].Settings[key]);
        _bench.Hypervisor.Phone.PowerCut();
        await _bench.RestAsync();
        Assert.Equal(VmState.Stopped, _bench.WorkState);
    }

    [Theory]
    [InlineData("qemu 7.2.22 tcg", "7.2.22")]
    [InlineData("Xen 4.17", "4.17.0")]
    [InlineData("of unknown version", null)]
    [InlineData("99999.1.1", null)]
    public void A_version_is_read_from_a_name(string name, string? version) =>
        Assert.Equal(version, PhoneVersions.Of(name, "agent").Hypervisor?.ToString(3));

    private static string AgentVersion => PhoneVersions.Of("none", new AgentOptions().Agent).ControlPartition!.ToString(3);

    private static string Canonical(string hours) => Policies.HoursAccess.Instance.Canonical(hours).Value!;

    private async Task WantAsync(long version, params (string Key, string Text)[] values)
    {
        var canonical = values.Select(value => value.Key == "hours.access" ? (value.Key, Canonical(value.Text)) : value);
        var work = FakeServer.Work([.. canonical, ("lease.offline-lock", "3d"), ("lease.offline-wipe", "30d")]);
        _bench.Server.Say(_bench.Server.Frame(version, [new DesiredVm("work", 1, Lifecycle.Running, work.Digest)], [], [work]));
        await _bench.RestAsync();
    }
}
