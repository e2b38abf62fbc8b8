using System.Net.Sockets;
using System.Text;

namespace Twofold.Device;

/// <summary>
/// Hands out addresses of the phone's own page, each to be opened once: to whoever can open a socket in the partition's folder, so only to the user
/// that the agent runs as. Nothing secret lies on the disk.
/// </summary>
internal sealed class DoorSocket : IAsyncDisposable
{
    private const int Waiting = 4;
    private const int LongestAddress = 256;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<string> _address;
    private readonly string _path;
    private readonly Task _serving;

    /// <summary>Begins to hand out.</summary>
    /// <param name="path">Of the socket; what an earlier agent left there is replaced.</param>
    /// <param name="address">Makes an address.</param>
    /// <exception cref="SocketException">The socket cannot be made.</exception>
    /// <exception cref="ArgumentException">The path is too long for a unix socket.</exception>
    public DoorSocket(string path, Func<string> address)
    {
        (_path, _address) = (path, address);
        File.Delete(path);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _socket.Listen(Waiting);
        _serving = ServeAsync();
    }

    /// <summary>Asks an agent for an address; null where none runs.</summary>
    public static string? Ask(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.ReceiveTimeout = (int)Within.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var bytes = new byte[LongestAddress];
            return socket.Receive(bytes) is > 0 and var length ? Encoding.ASCII.GetString(bytes, 0, length) : null;
        }
        catch (Exception nobody) when (nobody is SocketException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _socket.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_path);
    }

    private async Task ServeAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                using var asking = await _socket.AcceptAsync(_ending.Token);
                await asking.SendAsync(Encoding.ASCII.GetBytes(_address()), _ending.Token);
            }
            catch (SocketException) when (!_ending.IsCancellationRequested)
            {
                // It hung up.
                await Task.Delay(Within, _ending.Token);
            }
        }
    }
}
