using Twofold.Device.Drivers.Fake;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>No order and no setting reaches the personal VM, whoever signed it.</summary>
public sealed class FloorTests
{
    private static readonly SlotTable Slots = new(
        [new("personal", SlotOwner.Personal, MemoryMiB: 128), new("work", SlotOwner.Organisation)], PhoneMemoryMiB: 512);

    private static readonly VmRef Personal = new("personal", 1);
    private static readonly VmRef Work = new("work", 1);

    private readonly FakePhone phone = new();
    private readonly FlooredHypervisor floored;

    public FloorTests() => floored = new FlooredHypervisor(new FakeHypervisor(phone), Slots);

    public static TheoryData<string> Everything =>
    [
        "provision", "start", "stop", "pause", "resume", "suspend", "network", "usb", "peripherals", "limits", "auto-lock", "kill", "destroy", "erase", "unlink",
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Nothing_that_an_order_or_a_setting_asks_for_reaches_a_personal_vm(string what)
    {
        await floored.ProvisionLocallyAsync(Personal, CancellationToken.None);
        await floored.StartLocallyAsync(Personal, CancellationToken.None);
        var before = await floored.ObserveAsync(CancellationToken.None);

        Assert.Equal(DeviceCodes.FloorPersonal, await CodeAsync(() => Do(what, Personal)));
        Assert.Equal(before, await floored.ObserveAsync(CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_slot_that_is_not_in_the_phones_own_table_is_refused(string what) =>
        Assert.Equal(DeviceCodes.FloorUnknownSlot, await CodeAsync(() => Do(what, new VmRef("smuggled", 1))));

    [Fact]
    public async Task A_work_vm_cannot_take_the_memory_that_is_kept_for_the_personal_one()
    {
        await floored.ProvisionAsync(Work, 16, CancellationToken.None);

        Assert.Equal(DeviceCodes.FloorStarve, await CodeAsync(() => floored.StartAsync(Work, new VmHardware(385, 1), CancellationToken.None)));
        Assert.Equal(StartOutcome.Cold, await floored.StartAsync(Work, new VmHardware(384, 1), CancellationToken.None));
    }

    [Fact]
    public async Task The_local_path_starts_personal_vms_only()
    {
        await floored.ProvisionAsync(Work, 16, CancellationToken.None);

        Assert.Equal(DeviceCodes.FloorPersonal, await CodeAsync(() => floored.StartLocallyAsync(Work, CancellationToken.None)));
        Assert.Equal(DeviceCodes.FloorPersonal, await CodeAsync(() => floored.ProvisionLocallyAsync(Work, CancellationToken.None)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"slots":[]}""")]
    [InlineData("""{"slots":[{"slot":"work","owner":"nobody"}]}""")]
    [InlineData("""{"slots":[{"slot":"work","owner":"organisation"},{"slot":"work","owner":"personal"}]}""")]
    [InlineData("""{"slots":[{"slot":"work","owner":"organisation","personal":false}]}""")]
    public void A_table_of_slots_that_is_not_sound_is_refused(string json)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, json);

        Assert.Equal(DeviceCodes.SlotTableUnreadable, Assert.Throws<DeviceException>(() => SlotTable.Load(path)).Code);
        File.Delete(path);
    }

    [Fact]
    public void A_table_of_slots_is_read_as_it_was_written()
    {
        var path = Path.GetTempFileName();
        Slots.Save(path);

        Assert.Equal(Slots.Slots, SlotTable.Load(path).Slots);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.Delete(path);
    }

    private Task Do(string what, VmRef vm) => what switch
    {
        "provision" => floored.ProvisionAsync(vm, 16, CancellationToken.None),
        "start" => floored.StartAsync(vm, new VmHardware(128, 1), CancellationToken.None),
        "stop" => floored.StopAsync(vm, CancellationToken.None),
        "pause" => floored.PauseAsync(vm, CancellationToken.None),
        "resume" => floored.ResumeAsync(vm, CancellationToken.None),
        "suspend" => floored.SuspendAsync(vm, CancellationToken.None),
        "network" => floored.SetNetworkAsync(vm, NetworkMode.None, CancellationToken.None),
        "usb" => floored.SetUsbAsync(vm, UsbKinds.None, CancellationToken.None),
        "peripherals" => floored.SetPeripheralsAsync(vm, default, CancellationToken.None),
        "limits" => floored.SetLimitsAsync(vm, VmLimits.Open, CancellationToken.None),
        "auto-lock" => floored.SetAutoLockAsync(vm, 1, CancellationToken.None),
        "kill" => floored.KillAsync(vm, CancellationToken.None),
        "destroy" => floored.DestroySecretAsync(vm, CancellationToken.None),
        "erase" => floored.EraseSlotsAsync(vm, CancellationToken.None),
        "unlink" => floored.UnlinkAsync(vm, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static async Task<string> CodeAsync(Func<Task> attempt) => (await Assert.ThrowsAsync<DeviceException>(attempt)).Code;
}
