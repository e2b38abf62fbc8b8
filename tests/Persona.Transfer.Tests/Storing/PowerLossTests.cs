using Twofold.Device.Tests;
using Twofold.Transfer.Tests.Moving;

namespace Twofold.Transfer.Tests.Storing;

/// <summary>
/// Two uploads, one snapshot forgotten, a collection: with the power lost in the middle of each operation on the disk, in turn. Whatever was
/// acknowledged is there, every snapshot that is there restores, and beginning again completes.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int Outcomes = 8;

    private readonly SampleDisk _old = new SampleDisk(6 * Block.Bytes).Fill(1, new Random(1)).Fill(2, new Random(2)).Write(4, 7);
    private readonly SampleDisk _new = new SampleDisk(6 * Block.Bytes).Fill(1, new Random(1)).Fill(2, new Random(3)).Write(4, 7).Fill(5, new Random(4));

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_with_the_power_and_beginning_again_completes()
    {
        var operations = await CountAsync();
        Assert.InRange(operations, 30, 200);
        for (var at = 1; at <= operations; at++)
        {
            for (var seed = 0; seed < Outcomes; seed++) Assert.Null(await FaultAsync(new ForgetfulFolder { LosesPowerAt = at }, new Random((at * Outcomes) + seed)));
        }
    }

    [Fact]
    public async Task The_power_may_go_again_and_again_while_what_was_left_is_taken_up()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var lot = new Random(seed);
            var folder = new ForgetfulFolder { LosesPowerAt = lot.Next(1, 40) };
            for (var loss = 0; loss < 5; loss++)
            {
                await LifeAsync(folder, new Told());
                folder = folder.Restart(lot).LosingPowerAt(lot.Next(1, 40));
                Assert.Null(await FaultAsync(folder.Restart(lot), new Told()));
            }
        }
    }

    [Fact]
    public async Task On_a_disk_that_lies_about_its_syncs_the_same_looking_finds_the_loss()
    {
        var faults = 0;
        for (var at = 1; at <= await CountAsync(); at++)
        {
            if (await FaultAsync(new ForgetfulFolder(deaf: true) { LosesPowerAt = at }, new Random(at)) is not null) faults++;
        }

        Assert.NotEqual(0, faults);
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    private async Task<int> CountAsync()
    {
        var folder = new ForgetfulFolder();
        await LifeAsync(folder, new Told());
        return folder.Operations;
    }

    private async Task<string?> FaultAsync(ForgetfulFolder folder, Random lot)
    {
        var told = new Told();
        await LifeAsync(folder, told);
        var after = folder.Restart(lot);
        try
        {
            return await FaultAsync(after, told) ?? await CompletesAsync(after);
        }
        catch (TransferException fault)
        {
            return $"what was left cannot be taken up: {fault.Message}";
        }
    }

    private async Task LifeAsync(ForgetfulFolder folder, Told told)
    {
        var time = new ManualTime();
        try
        {
            using var store = new FolderBlockStore(folder, time);
            told.Old = await Transfers.UploadAsync(store, _old);
            told.New = await Transfers.UploadAsync(store, _new);
            told.Forgetting = true;
            await store.ForgetAsync(told.Old.Value, CancellationToken.None);
            time.Advance(TimeSpan.FromDays(2));
            await store.CollectAsync(TimeSpan.FromHours(1), CancellationToken.None);
        }
        catch (PowerLossException)
        {
            // The next life looks at what is left.
        }
    }

    private async Task<string?> FaultAsync(ForgetfulFolder folder, Told told)
    {
        using var store = new FolderBlockStore(folder, new ManualTime());
        var there = await Transfers.ListAsync(store);
        if (told.New is { } second && !there.Contains(second)) return "the second snapshot was acknowledged and is gone";
        if (told is { Old: { } first, Forgetting: false } && !there.Contains(first)) return "the first snapshot was acknowledged and is gone";
        foreach (var snapshot in there)
        {
            if (await Transfers.FaultAsync(store, snapshot, _old, _new) is { } fault) return fault;
        }

        return null;
    }

    private async Task<string?> CompletesAsync(ForgetfulFolder folder)
    {
        var told = new Told();
        await LifeAsync(folder, told);
        if (told.New is not { } snapshot) return "beginning again did not complete";
        using var store = new FolderBlockStore(folder, new ManualTime());
        return await Transfers.FaultAsync(store, snapshot, _new);
    }

    /// <summary>What the caller was told.</summary>
    private sealed class Told
    {
        public SnapshotId? Old { get; set; }

        public SnapshotId? New { get; set; }

        public bool Forgetting { get; set; }
    }
}
