using Twofold.Device.Ports;
using Twofold.Device.Tests.Agent;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Journal;

/// <summary>What the phone's user can see without asking anybody.</summary>
public sealed class StatusTests
{
    private static readonly SlotTable Slots = new([new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation)]);

    [Fact]
    public async Task It_shows_why_the_work_vm_is_locked_from_the_journal_alone()
    {
        using var bench = new AgentBench();
        bench.Server.Want(1, Lifecycle.Running, 1, AgentBench.Lock());
        await bench.RestAsync();
        Assert.Contains($"  work {LockReasons.Order}", StatusVerb.Lines(bench.Record, Slots, [], bench.Time));

        bench.Server.Want(2, Lifecycle.Running);
        await bench.RestAsync();
        Assert.DoesNotContain(StatusVerb.Lines(bench.Record, Slots, [], bench.Time), line => line.StartsWith("  work lock", StringComparison.Ordinal));
        Assert.Contains("  clipboard.direction both", StatusVerb.Lines(bench.Record, Slots, [], bench.Time));
    }

    [Fact]
    public void What_it_says_is_told_of_a_personal_vm_is_all_that_a_report_can_tell()
    {
        Assert.Equal(["Slot", "State", "StorageBytes"], typeof(PersonalVmReport).GetProperties().Select(property => property.Name));
        Assert.Contains(
            StatusVerb.Lines(DeviceRecord.Empty, Slots, [], TimeProvider.System),
            line => line.Contains("its slot, whether it runs, and how much storage it takes", StringComparison.Ordinal));
    }

    [Fact]
    public void It_lists_every_order_that_is_kept() =>
        Assert.Contains("  2026 wipe-1 wipe work-1 begun", StatusVerb.Lines(DeviceRecord.Empty, Slots, ["2026 wipe-1 wipe work-1 begun"], TimeProvider.System));
}
