using System.Net;
using System.Net.Sockets;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;
using Twofold.Policies;
using NetworkMode = Twofold.Device.Ports.NetworkMode;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A guest that tries to connect where policy does not let it reaches nothing: the kernel drops what it sends.</summary>
[Collection(nameof(RealPhone))]
public sealed class LinkTests(QemuPhoneUnderTest phone)
{
    private static readonly VmRef Linked = new("linked", 1);
    private static readonly VmRef Other = new("linked-too", 1);
    private static readonly VmHardware Small = new(112, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_reaches_the_destinations_that_policy_lists_and_no_other()
    {
        await using var outside = await RunningAsync();
        Assert.Equal(("yes", "yes"), (await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));

        foreach (var (listed, first, second) in new[]
        {
            (outside.First, "yes", "no"), ($"{outside.Second}:8080", "no", "yes"), ($"{outside.First}:443", "no", "no"), ("198.51.100.0/24:8080", "yes", "yes"),
        })
        {
            await AllowAsync(new ItemSet([listed]));
            Assert.Equal((listed, first, second), (listed, await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));
        }

        await AllowAsync(ItemSet.Nothing);
        Assert.Equal(("no", "no"), (await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));
        await AllowAsync(ItemSet.Everything);
        Assert.Equal(("yes", "yes"), (await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));
    }

    [Fact]
    public async Task A_host_that_policy_names_is_let_through_at_the_addresses_found_and_a_wildcard_not_at_all()
    {
        await using var outside = await RunningAsync();
        await using var named = await QemuHypervisor.OpenAsync(phone.Options with { LookUp = (_, _) => Task.FromResult(new[] { IPAddress.Parse(outside.First) }) }, phone.Vault, Cancellation);
        var listed = new ItemSet(["*.example.org", "mail.example.org:8080"]);

        await named.SetLimitsAsync(Linked, VmLimits.Open with { Egress = listed }, Cancellation);

        Assert.Equal(listed, (await ObservedAsync(Linked)).Limits?.Egress);
        Assert.Equal(("yes", "no"), (await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));
        await named.SetLimitsAsync(Linked, VmLimits.Open with { Egress = new ItemSet(["*.example.org"]) }, Cancellation);
        Assert.Equal("no", await ConnectsAsync(outside.First));
    }

    [Fact]
    public async Task A_guest_with_an_open_network_reaches_no_service_of_the_phone_itself()
    {
        await using var outside = await RunningAsync();
        using var loopback = new TcpListener(IPAddress.Loopback, 0);
        using var everywhere = new TcpListener(IPAddress.Any, 0);
        loopback.Start();
        everywhere.Start();

        Assert.Equal("yes", await ConnectsAsync(outside.First));
        Assert.Equal("no", await ConnectsAsync("10.0.2.2", Port(loopback)));
        Assert.Equal("no", await ConnectsAsync("10.0.2.2", Port(everywhere)));
        Assert.Equal("no", await ConnectsAsync(outside.Phone, Port(everywhere)));
    }

    [Fact]
    public async Task A_guest_does_not_reach_the_link_of_another_vm()
    {
        await using var outside = await RunningAsync();
        await StartAsync(Other);
        var link = new VmFolder(phone.Options, Other).HostName;
        var address = await AddressAsync(link);
        outside.Serve(link, 8082, "true");

        Assert.True((await ObservedAsync(Linked)).LinkApart);
        Assert.Equal("no", await ConnectsAsync(address, 8082));

        // The same guest with the rule taken away: it is the rule that held.
        await NftAsync("flush", "chain", "inet", "twofold", "forward");
        Assert.False((await ObservedAsync(Linked)).LinkApart);
        Assert.Equal("yes", await ConnectsAsync(address, 8082));
        await phone.Hypervisor.StopAsync(Other, Cancellation);
        await StartAsync(Other);
        Assert.True((await ObservedAsync(Linked)).LinkApart);
        await phone.Hypervisor.KillAsync(Other, Cancellation);
    }

    [Fact]
    public async Task A_guest_that_sends_as_fast_as_it_can_is_held_to_its_bandwidth()
    {
        await using var outside = await RunningAsync();
        await phone.Hypervisor.SetLimitsAsync(Linked, VmLimits.Open with { BandwidthMbit = 1 }, Cancellation);
        var from = await ClockAsync();

        Assert.Equal("yes", await phone.Guests.AskAsync(Linked, new GuestRequest.Send(outside.First, 8081, 512)));

        var seconds = await ClockAsync() - from;
        Assert.Equal(1, (await ObservedAsync(Linked)).Limits?.BandwidthMbit);
        Assert.True(seconds > 2, $"512 KiB at 1 Mbit per second took the guest {seconds} s");
    }

    [Fact]
    public async Task The_filter_outlives_the_agent_and_goes_with_the_vm()
    {
        await using var outside = await RunningAsync();
        await AllowAsync(new ItemSet([outside.First]));
        await phone.ReopenAsync();
        Assert.Equal(("yes", "no"), (await ConnectsAsync(outside.First), await ConnectsAsync(outside.Second)));

        var link = $"/run/netns/{new VmFolder(phone.Options, Linked).HostName}";
        Assert.True(File.Exists(link));
        await phone.Hypervisor.KillAsync(Linked, Cancellation);
        Assert.False(File.Exists(link));

        await phone.Hypervisor.DestroySecretAsync(Linked, Cancellation);
        await Assert.ThrowsAsync<DeviceException>(() => phone.Hypervisor.StartAsync(Linked, Small, Cancellation));
        Assert.False(File.Exists(link));
        await phone.Hypervisor.UnlinkAsync(Linked, Cancellation);
    }

    [Fact]
    public async Task A_link_that_was_cut_off_half_made_is_completed_by_the_next_start()
    {
        await using var outside = await RunningAsync();
        await phone.Hypervisor.StopAsync(Linked, Cancellation);
        await QemuPhoneUnderTest.RunAsync("ip", "netns", "add", new VmFolder(phone.Options, Linked).HostName);

        await StartAsync(Linked);
        Assert.Equal("yes", await ConnectsAsync(outside.First));
    }

    private async Task<Outside> RunningAsync()
    {
        var outside = await Outside.OpenAsync();
        if (outside is null) Assert.Skip("nobody here may make a network namespace: the settings of links are unknown");
        await StartAsync(Linked);
        return outside;
    }

    private async Task StartAsync(VmRef vm)
    {
        await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
        await phone.Hypervisor.StartAsync(vm, Small, Cancellation);
        await Guest.AnswersAsync(phone.Guests, vm, Cancellation);
        await phone.Hypervisor.SetLimitsAsync(vm, VmLimits.Open, Cancellation);
        await phone.Hypervisor.SetNetworkAsync(vm, NetworkMode.Internet, Cancellation);
    }

    private async Task AllowAsync(ItemSet egress)
    {
        await phone.Hypervisor.SetLimitsAsync(Linked, VmLimits.Open with { Egress = egress }, Cancellation);
        Assert.Equal(egress, (await ObservedAsync(Linked)).Limits?.Egress);
    }

    private async Task<VmObservation> ObservedAsync(VmRef vm) => (await phone.Hypervisor.ObserveAsync(Cancellation)).Single(each => each.Vm == vm);

    private Task<string> ConnectsAsync(string host, int port = 8080) => phone.Guests.AskAsync(Linked, new GuestRequest.Connect(host, port));

    private async Task<double> ClockAsync() =>
        double.Parse(await phone.Guests.AskAsync(Linked, new GuestRequest.Clock()), System.Globalization.CultureInfo.InvariantCulture) / 100;

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task<string> AddressAsync(string link)
    {
        var (_, output) = await QemuPhoneUnderTest.RunAsync("ip", "-n", link, "-4", "-o", "addr", "show", "dev", "uplink");
        return output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3].Split('/')[0];
    }

    private static async Task NftAsync(params string[] arguments) =>
        Assert.Equal((0, ""), await QemuPhoneUnderTest.RunAsync("/usr/sbin/nft", arguments));
}
