using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>What comes from QEMU, from the processor and from a guest is read strictly.</summary>
public sealed class ReadingTests
{
    private const string Nic = " \\ port: nic: index=0,type=nic,model=virtio-net-pci,macaddr=52:54:00:12:34:56\r\n";

    [Theory]
    [InlineData("hub 0\r\n" + Nic, NetworkMode.None)]
    [InlineData("hub 0\r\n \\ uplink-port: uplink: index=0,type=user,net=10.0.2.0,restrict=on\r\n" + Nic, NetworkMode.Restricted)]
    [InlineData("hub 0\r\n \\ uplink-port: uplink: index=0,type=user,net=10.0.2.0,restrict=off\r\n" + Nic, NetworkMode.Internet)]
    [InlineData("hub 0\r\n \\ uplink-port: uplink: index=0,type=tap,ifname=tap0\r\n" + Nic, null)]
    [InlineData("hub 0\r\n \\ uplink-port: uplink: index=0,type=user,net=10.0.2.0,restrict=on\r\n \\ other: x: index=0,type=user,net=10.0.2.0,restrict=off\r\n" + Nic, null)]
    [InlineData("hub 0\r\n" + Nic + "nic2: index=0,type=nic,model=e1000\r\n", null)]
    [InlineData("hub 0\r\n", null)]
    [InlineData("", null)]
    public void A_network_listing_is_read_only_if_it_is_exactly_as_expected(string listing, NetworkMode? expected) =>
        Assert.Equal(expected, UplinkControl.Parse(listing));

    [Theory]
    [InlineData("flags\t\t: fpu vme vmx sse", true)]
    [InlineData("model name : AMD\nflags : fpu svm", true)]
    [InlineData("flags\t\t: fpu vme hypervisor", false)]
    [InlineData("model name : vmx\nflags : fpu", false)]
    public void Only_a_processor_whose_flags_say_so_offers_virtualization(string cpuinfo, bool expected) =>
        Assert.Equal(expected, AcceleratorProbe.OffersVirtualization(cpuinfo));

    [Theory]
    [InlineData("ok", true, "")]
    [InlineData("ok a b", true, "a b")]
    [InlineData("error no disk", false, "no disk")]
    public void A_guests_words_are_understood(string words, bool ok, string text) =>
        Assert.Equal(new GuestReply(ok, text), GuestWords.Understand(new GuestRequest.Ping(), words));

    [Theory]
    [InlineData("OK pong")]
    [InlineData("")]
    [InlineData("okay")]
    public void Words_out_of_protocol_are_refused(string words) =>
        Assert.Equal(DeviceCodes.GuestMalformed, Code(() => GuestWords.Understand(new GuestRequest.Ping(), words)));

    [Fact]
    public void A_clipboard_that_is_not_base64_is_refused() =>
        Assert.Equal(DeviceCodes.GuestMalformed, Code(() => GuestWords.Understand(new GuestRequest.GetClipboard(), "ok ***")));

    [Theory]
    [InlineData("a b")]
    [InlineData("a\nping")]
    [InlineData("")]
    public void An_argument_cannot_start_another_line(string seed) =>
        Assert.Equal(DeviceCodes.GuestMalformed, Code(() => GuestWords.Say(new GuestRequest.WritePattern(seed, 1))));

    [Theory]
    [InlineData("../work", 1)]
    [InlineData("Work", 1)]
    [InlineData("", 1)]
    [InlineData("w/x", 1)]
    [InlineData("work", -1)]
    public void A_name_that_could_leave_its_folder_is_refused(string slot, long epoch) =>
        Assert.Equal(DeviceCodes.VmBadName, Code(() => new VmRef(slot, epoch)));

    [Theory]
    [InlineData("work-3", "work", 3L)]
    [InlineData("my-work-0", "my-work", 0L)]
    [InlineData("work-03", null, 0L)]
    [InlineData("work", null, 0L)]
    [InlineData("work-99999999999999999999", null, 0L)]
    public void The_name_of_a_folder_is_read_back(string text, string? slot, long epoch) =>
        Assert.Equal(slot is null ? null : new VmRef(slot, epoch), VmRef.TryParse(text));

    private static string Code(Action attempt) => Assert.Throws<DeviceException>(attempt).Code;
}
