using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>An event that QEMU told between two answers.</summary>
internal sealed record QmpEvent(string Name, JsonObject? Content);

/// <summary>A client of the QEMU Machine Protocol: one command at a time, one line each, everything bounded.</summary>
internal sealed class QmpConnection : IAsyncDisposable
{
    private const int MaxLine = 1024 * 1024;
    private const int MaxEvents = 256;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Socket socket;
    private readonly Queue<QmpEvent> events = new();
    private byte[] buffer = new byte[16 * 1024];
    private int filled;

    private QmpConnection(Socket socket) => this.socket = socket;

    /// <summary>Events dropped because more came than are kept: the oldest go first.</summary>
    public long DroppedEvents { get; private set; }

    /// <summary>Connects and negotiates; <c>qmp/closed</c> if nobody listens.</summary>
    public static async Task<QmpConnection> OpenAsync(string path, CancellationToken cancellation)
    {
        var connection = new QmpConnection(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        try
        {
            await connection.socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            await connection.BoundedAsync(connection.ReadAsync, cancellation);
            await connection.ExecuteAsync("qmp_capabilities", null, cancellation);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            if (failure is SocketException) throw new DeviceException(DeviceCodes.QmpClosed, "the hypervisor does not listen", failure);
            throw;
        }
    }

    /// <summary>Runs one command and returns what it returns; <c>qmp/refused</c> with QEMU's words if it is refused.</summary>
    public Task<JsonNode?> ExecuteAsync(string command, JsonObject? arguments, CancellationToken cancellation) =>
        BoundedAsync(async token =>
        {
            var request = new JsonObject { ["execute"] = command };
            if (arguments is not null) request["arguments"] = arguments;
            await SendAsync(request, token);
            return await AnswerAsync(command, token);
        }, cancellation);

    /// <summary>The events told so far, oldest first; they are told once.</summary>
    public IReadOnlyList<QmpEvent> TakeEvents()
    {
        QmpEvent[] taken = [.. events];
        events.Clear();
        return taken;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(JsonObject request, CancellationToken cancellation)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(request, QmpJson.Default.JsonObject);
        await socket.SendAsync(new[] { new ArraySegment<byte>(line), new ArraySegment<byte>([(byte)'\n']) }, SocketFlags.None).WaitAsync(cancellation);
    }

    private async Task<JsonNode?> AnswerAsync(string command, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await ReadAsync(cancellation);
            if (message["event"] is JsonValue name) Keep(new QmpEvent(name.ToString(), message["data"] as JsonObject));
            else if (message["error"] is JsonObject error) throw new DeviceException(DeviceCodes.QmpRefused, $"`{command}`: {error["desc"]}");
            else if (message.ContainsKey("return")) return message["return"];
            else throw Malformed("an answer that is neither a return, an error nor an event");
        }
    }

    private void Keep(QmpEvent told)
    {
        if (events.Count == MaxEvents)
        {
            events.Dequeue();
            DroppedEvents++;
        }
        events.Enqueue(told);
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf((byte)'\n')) < 0) await FillAsync(cancellation);
        var message = Parse(buffer.AsSpan(0, end));
        buffer.AsSpan(end + 1, filled - end - 1).CopyTo(buffer);
        filled -= end + 1;
        return message;
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (filled == MaxLine) throw Malformed($"a line of more than {MaxLine} bytes");
        if (filled == buffer.Length) Array.Resize(ref buffer, Math.Min(MaxLine, buffer.Length * 2));
        var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
        if (read == 0) throw new DeviceException(DeviceCodes.QmpClosed, "the hypervisor closed the connection");
        filled += read;
    }

    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(AnswerLimit);
        try
        {
            return await work(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(DeviceCodes.QmpTimeout, $"the hypervisor did not answer within {AnswerLimit.TotalSeconds} s");
        }
        catch (SocketException closed)
        {
            throw new DeviceException(DeviceCodes.QmpClosed, "the connection to the hypervisor broke", closed);
        }
    }

    private static JsonObject Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject ?? throw Malformed("a line that is not an object");
        }
        catch (JsonException broken)
        {
            throw new DeviceException(DeviceCodes.QmpMalformed, "the hypervisor sent a line that is not JSON", broken);
        }
    }

    private static DeviceException Malformed(string what) => new(DeviceCodes.QmpMalformed, $"the hypervisor sent {what}");
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class QmpJson : System.Text.Json.Serialization.JsonSerializerContext;
