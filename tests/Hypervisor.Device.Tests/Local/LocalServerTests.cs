using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Twofold.Device.Tests.Local;

/// <summary>The page over real sockets: what a browser gets, and what somebody gets who means no good.</summary>
public sealed class LocalServerTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-").FullName;
    private readonly LocalServer _server = new(request => LocalAnswer.Page(Html.Of($"<p>{request.Path} {request.Form.Count}</p>")), AgentLog.None);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_only_and_answers_with_every_guard()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"http://{_server.Authority}/page", Cancellation);
        Assert.Equal("<p>/page 0</p>", await answer.Content.ReadAsStringAsync(Cancellation));
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", $"{answer.Headers.CacheControl}");
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(_server.Authority.Split(':')[0])));
    }

    [Fact]
    public async Task A_posted_form_arrives_in_whatever_pieces_it_comes()
    {
        const string request = "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2";
        Assert.EndsWith("<p>/form 2</p>", await SayAsync([.. request.Select(each => $"{each}")]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_end_or_sense_is_refused_within_its_bounds()
    {
        Assert.StartsWith("HTTP/1.1 400", await SayAsync(new string('a', LocalRequest.MaxHead)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await SayAsync("CONNECT h:1 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await SayAsync("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await SayAsync("GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_keeps_silent_takes_room_for_a_while_only()
    {
        var silent = new List<TcpClient>();
        for (var each = 0; each < LocalServer.MostConnections; each++) silent.Add(await ConnectAsync());
        Assert.StartsWith("HTTP/1.1 200", await SayAsync("GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        silent.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Only_its_owner_can_open_the_socket_that_hands_out_addresses_and_what_an_earlier_agent_left_is_replaced()
    {
        var path = Path.Combine(_folder, "door.sock");
        await File.WriteAllTextAsync(path, "left over", Cancellation);
        Assert.Null(DoorSocket.Ask(path));
        await using (new DoorSocket(path, () => "http://127.0.0.1:1/open/key"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal("http://127.0.0.1:1/open/key", DoorSocket.Ask(path));
            Assert.Equal("http://127.0.0.1:1/open/key", DoorSocket.Ask(path));
        }

        Assert.Null(DoorSocket.Ask(path));
        Assert.False(File.Exists(path));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(_server.Authority), Cancellation);
        return client;
    }

    private async Task<string> SayAsync(params string[] pieces)
    {
        using var client = await ConnectAsync();
        client.NoDelay = true;
        foreach (var piece in pieces) await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(piece), Cancellation);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Cancellation);
    }
}
