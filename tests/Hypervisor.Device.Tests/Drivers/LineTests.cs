using System.Net.Sockets;
using System.Text;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>The two line protocols against a peer that does not keep to them.</summary>
public sealed class LineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("twofold-line-").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public LineTests()
    {
        listener.Bind(new UnixDomainSocketEndPoint(Location));
        listener.Listen();
    }

    private string Location => Path.Combine(folder, "sock");

    public void Dispose()
    {
        listener.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("not json\n", DeviceCodes.QmpMalformed)]
    [InlineData("[1]\n", DeviceCodes.QmpMalformed)]
    [InlineData("", DeviceCodes.QmpClosed)]
    [InlineData("{\"QMP\":{}}\n{\"neither\":1}\n", DeviceCodes.QmpMalformed)]
    [InlineData("{\"QMP\":{}}\n{\"error\":{\"class\":\"GenericError\",\"desc\":\"no\"}}\n", DeviceCodes.QmpRefused)]
    public async Task A_monitor_out_of_protocol_is_refused_by_its_code(string says, string code)
    {
        var peer = SayAndCloseAsync(says);

        Assert.Equal(code, (await Assert.ThrowsAsync<DeviceException>(() => QmpConnection.OpenAsync(Location, CancellationToken.None))).Code);
        await peer;
    }

    [Fact]
    public async Task A_monitors_line_beyond_the_bound_is_refused()
    {
        var peer = SayAndCloseAsync(new string('x', 2 * 1024 * 1024));

        Assert.Equal(DeviceCodes.QmpMalformed, (await Assert.ThrowsAsync<DeviceException>(() => QmpConnection.OpenAsync(Location, CancellationToken.None))).Code);
        await peer;
    }

    [Fact]
    public async Task Events_beyond_the_bound_are_dropped_oldest_first_and_counted()
    {
        var events = string.Concat(Enumerable.Range(0, 300).Select(number => $"{{\"event\":\"E{number}\"}}\n"));
        var peer = SayAndCloseAsync("{\"QMP\":{}}\n" + events + "{\"return\":{}}\n");
        var qmp = await QmpConnection.OpenAsync(Location, CancellationToken.None);
        await qmp.DisposeAsync();

        var kept = qmp.TakeEvents();

        Assert.Equal((256, 44L, "E44", "E299"), (kept.Count, qmp.DroppedEvents, kept[0].Name, kept[^1].Name));
        Assert.Empty(qmp.TakeEvents());
        await peer;
    }

    [Fact]
    public async Task A_late_answer_is_not_taken_for_the_next_questions()
    {
        var peer = EchoAsync(id => $"0 ok late\n{id} ok mine\nffff ok other\n");
        using var line = new GuestLine(Location);

        Assert.Equal("ok mine", await line.AskAsync("ping", TimeSpan.FromSeconds(30), CancellationToken.None));
        await peer;
    }

    [Fact]
    public async Task A_guests_line_beyond_the_bound_is_refused_and_the_line_hung_up()
    {
        var peer = EchoAsync(id => $"{id} ok {new string('x', IGuestChannel.MaxLineBytes)}\n");
        using var line = new GuestLine(Location);

        var refused = await Assert.ThrowsAsync<DeviceException>(() => line.AskAsync("clip-get", TimeSpan.FromSeconds(30), CancellationToken.None));

        Assert.Equal(DeviceCodes.GuestMalformed, refused.Code);
        await peer;
    }

    [Fact]
    public async Task A_guest_that_says_nothing_is_given_up()
    {
        using var line = new GuestLine(Location);

        var refused = await Assert.ThrowsAsync<DeviceException>(() => line.AskAsync("ping", TimeSpan.FromMilliseconds(50), CancellationToken.None));

        Assert.Equal(DeviceCodes.GuestTimeout, refused.Code);
    }

    /// <summary>Greets or not, says its piece whatever is asked, and hangs up once the other side has.</summary>
    private async Task SayAndCloseAsync(string words)
    {
        using var peer = await listener.AcceptAsync();
        try
        {
            await peer.SendAsync(Encoding.UTF8.GetBytes(words));
            peer.Shutdown(SocketShutdown.Send);
            while (await peer.ReceiveAsync(new byte[1024]) > 0) { }
        }
        catch (SocketException)
        {
            // The other side hung up first: it refused what it read.
        }
    }

    private async Task EchoAsync(Func<string, string> answer)
    {
        using var peer = await listener.AcceptAsync();
        var asked = new byte[1024];
        var length = await peer.ReceiveAsync(asked);
        try
        {
            await peer.SendAsync(Encoding.UTF8.GetBytes(answer(Encoding.UTF8.GetString(asked, 0, length).Split(' ')[0])));
        }
        catch (SocketException)
        {
            // It hung up in the middle of a line that is too long.
        }
    }
}
