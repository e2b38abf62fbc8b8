using Twofold.Device.Ports;
using Twofold.Device.Tests.Agent;

namespace Twofold.Device.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twofold-journal-").FullName;

    private string File => Path.Combine(_folder, "journal.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_again_and_only_its_owner_may_read_it()
    {
        var journal = DeviceJournal.Open(new DurableFile(File));
        journal.Change(record => record.Begin("wipe-1", new VmRef("work", 3)).Reach("wipe-1", WipeStage.Killed));
        var again = DeviceJournal.Open(new DurableFile(File)).Record;
        Assert.Equal(new WipeUnderway("wipe-1", "work", 3, WipeStage.Killed), Assert.Single(again.Wipes));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(["journal.json"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"format\":2}")]
    public void A_journal_that_cannot_be_read_stops_the_agent_rather_than_being_forgotten(string text)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Equal(JournalCodes.Unreadable, Assert.Throws<DeviceException>(() => DeviceJournal.Open(new DurableFile(File))).Code);
    }

    [Fact]
    public void A_change_that_changes_nothing_is_not_written()
    {
        var file = new MemoryFile();
        DeviceJournal.Open(file).Change(record => record.ReceiptStored("no-such-order"));
        Assert.Equal(0, file.Writes);
    }

    [Fact]
    public void What_was_only_noted_is_known_at_once_and_on_disk_with_the_next_change()
    {
        var file = new MemoryFile();
        var journal = DeviceJournal.Open(file);
        journal.Change(record => record.Begin("wipe-1", new VmRef("work", 3)));
        journal.Note(record => record.Reach("wipe-1", WipeStage.Killed));
        Assert.Equal((WipeStage.Killed, WipeStage.Begun), (journal.Record.Wipes[0].Stage, DeviceJournal.Open(file).Record.Wipes[0].Stage));

        journal.Change(record => record.Close("wipe-2", code: null));
        Assert.Equal(WipeStage.Killed, DeviceJournal.Open(file).Record.Wipes[0].Stage);
    }

    [Fact]
    public void Closed_orders_and_receipts_are_bounded_and_wiped_epochs_are_not_forgotten()
    {
        var record = DeviceRecord.Empty;
        for (var epoch = 1; epoch <= 400; epoch++)
        {
            var vm = new VmRef("work", epoch);
            record = record.Begin($"wipe-{epoch}", vm).Prove($"wipe-{epoch}", vm, "receipt");
        }

        Assert.Equal((DeviceRecord.MaxClosed, DeviceRecord.MaxReceipts, 400L), (record.Closed.Length, record.Receipts.Length, record.WipedEpochs["work"]));
        Assert.Equal("wipe-400", record.Receipts[^1].OrderId);
        Assert.Empty(record.Wipes);
    }

    [Fact]
    public void The_log_of_orders_is_bounded_and_keeps_the_newest()
    {
        var log = new OrderLog(Path.Combine(_folder, "orders.log"), new ManualTime());
        for (var i = 0; i < 12_000; i++) log.Append($"order-{i}", "wipe", new VmRef("work", 1), "begun");
        var kept = log.Read().ToList();
        Assert.EndsWith("order-11999 wipe work-1 begun", kept[^1], StringComparison.Ordinal);
        Assert.InRange(Directory.EnumerateFiles(_folder).Sum(file => new FileInfo(file).Length), 1, (2 * OrderLog.MaxBytes) + 1000);
    }

    [Fact]
    public void The_trusted_clock_never_goes_back_and_begins_at_the_highest_time_seen()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var clock = new TrustedClock(time, ManualTime.Start);
        Assert.Equal(ManualTime.Start, clock.Now());
        time.Advance(TimeSpan.FromMinutes(5));
        time.SetWall(DateTimeOffset.UnixEpoch);
        Assert.Equal(ManualTime.Start + TimeSpan.FromMinutes(5), clock.Now());
        clock.Heard(ManualTime.Start + TimeSpan.FromHours(1));
        clock.Heard(DateTimeOffset.UnixEpoch);
        Assert.Equal(ManualTime.Start + TimeSpan.FromHours(1), clock.Now());
    }
}
