using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>What becomes of sessions when the server ends, in order or not.</summary>
public sealed class ServerEndTests
{
    private const int Many = 1000;

    [Fact]
    public async Task Sessions_that_a_killed_server_left_open_are_closed_before_the_next_one_listens()
    {
        var before = DateTimeOffset.MinValue;
        await using var rig = await GatewayRig.StartAsync(before: async fleet =>
        {
            await Parallel.ForAsync(0, Many, async (n, _) => await LeaveOpenAsync(fleet, $"hardware-{n}", applied: n == 7 ? 900 : 0));
            before = (await ViewAsync(fleet, "hardware-0")).LastContact!.Value;
        });
        var standing = await rig.Index.CountAsync("phones", "state", [], null, CancellationToken.None);
        Assert.Equal([KeyValuePair.Create("conflict", 1L), KeyValuePair.Create("offline", Many - 1L)], standing.Rows.OrderBy(s => s.Key, StringComparer.Ordinal));
        Assert.False((await ViewAsync(rig.Fleet, "hardware-7")).Online);
        Assert.Equal(before, (await ViewAsync(rig.Fleet, "hardware-0")).LastContact);
    }

    [Fact]
    public async Task A_server_that_stops_closes_every_socket_and_shows_its_phones_offline()
    {
        await using var rig = await GatewayRig.StartAsync();
        using var polite = await rig.PhoneAsync("hardware-that-answers-the-close");
        using var deaf = await rig.PhoneAsync("hardware-that-does-not");
        using var socket = await polite.ConnectAsync();
        using var unread = await deaf.ConnectAsync();
        var reading = socket.ReadToEndAsync();
        await rig.StopAsync();
        Assert.Equal("channel/server-stopping", (await reading).Code);
        Assert.False((await rig.ViewAsync(polite.Id)).Online);
        Assert.False((await rig.ViewAsync(deaf.Id)).Online);
    }

    private static async Task LeaveOpenAsync(IFleet fleet, string hardware, long applied)
    {
        var phone = Phones.Phones.Id(PhoneId.From(hardware));
        var slots = ImmutableArray.Create(new SlotDeclaration("work", VmOwner.Organisation));
        var enrol = new PhoneCommand.Enrol("e1", hardware, hardware, "ada", ImmutableSortedDictionary<string, string>.Empty, "a2V5", "aabb", slots);
        Assert.True((await fleet.AskAsync(phone, enrol, Actor.System)).Ok);
        var connected = new PhoneCommand.Connected($"session-{hardware}", "test/1", "fake", 1, [], applied);
        Assert.True((await fleet.AskAsync(phone, connected, Actor.Phone(phone.Id.Key))).Ok);
    }

    private static async Task<PhoneView> ViewAsync(IFleet fleet, string hardware) => (await fleet.ViewAsync(Phones.Phones.Id(PhoneId.From(hardware)))).View;
}
