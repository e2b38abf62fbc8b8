using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>The lines to all guests: one connection each, kept while it works; one question at a time.</summary>
public sealed class GuestLines(QemuOptions options) : IGuestChannel, IDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<VmRef, GuestLine> lines = new();

    /// <inheritdoc/>
    public async Task<GuestReply> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
    {
        var folder = new VmFolder(options, vm);
        if (!folder.Exists) throw new DeviceException(DeviceCodes.VmNotFound, $"this phone has no `{vm}`");
        var reply = await lines.GetOrAdd(vm, _ => new GuestLine(folder.GuestSocket)).AskAsync(GuestWords.Say(request), GuestWords.Limit(request), cancellation);
        return GuestWords.Understand(request, reply);
    }

    /// <summary>Lets go of a VM that ended.</summary>
    public void Forget(VmRef vm)
    {
        if (lines.TryRemove(vm, out var line)) line.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var vm in lines.Keys) Forget(vm);
    }
}

/// <summary>One line to one guest. Every question carries a number, so that a late answer is never taken for the next one's.</summary>
internal sealed class GuestLine(string socketPath) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly byte[] buffer = new byte[IGuestChannel.MaxLineBytes];
    private ulong number = (ulong)Random.Shared.NextInt64();
    private Socket? socket;
    private int filled;

    public async Task<string> AskAsync(string words, TimeSpan limit, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit);
        try
        {
            await oneAtATime.WaitAsync(bound.Token);
            try { return await ExchangeAsync($"{++number:x}", words, bound.Token); }
            finally { oneAtATime.Release(); }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(DeviceCodes.GuestTimeout, $"the guest did not answer within {limit.TotalSeconds} s");
        }
        catch (SocketException closed)
        {
            throw new DeviceException(DeviceCodes.GuestClosed, "the guest's line is closed", closed);
        }
    }

    public void Dispose()
    {
        HangUp();
        oneAtATime.Dispose();
    }

    private async Task<string> ExchangeAsync(string id, string words, CancellationToken cancellation)
    {
        try
        {
            var line = await ConnectedAsync(cancellation);
            await SendAsync(line, Encoding.UTF8.GetBytes($"{id} {words}\n"), cancellation);
            while (true)
            {
                var answer = await ReadLineAsync(line, cancellation);
                if (answer.StartsWith(id + " ", StringComparison.Ordinal)) return answer[(id.Length + 1)..];
            }
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            HangUp();
            throw;
        }
    }

    private async Task<Socket> ConnectedAsync(CancellationToken cancellation)
    {
        if (socket is not null) return socket;
        var fresh = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await fresh.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
        (socket, filled) = (fresh, 0);
        return fresh;
    }

    private static async Task SendAsync(Socket line, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0) bytes = bytes[await line.SendAsync(bytes, cancellation)..];
    }

    private async Task<string> ReadLineAsync(Socket line, CancellationToken cancellation)
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf((byte)'\n')) < 0)
        {
            if (filled == buffer.Length) throw new DeviceException(DeviceCodes.GuestMalformed, $"the guest said more than {buffer.Length} bytes in one line");
            var read = await line.ReceiveAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0) throw new DeviceException(DeviceCodes.GuestClosed, "the guest's line was closed");
            filled += read;
        }
        var text = Encoding.Latin1.GetString(buffer, 0, end).TrimEnd('\r');
        buffer.AsSpan(end + 1, filled - end - 1).CopyTo(buffer);
        filled -= end + 1;
        return text;
    }

    private void HangUp()
    {
        socket?.Dispose();
        socket = null;
    }
}
