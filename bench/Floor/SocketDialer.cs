using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace Twofold.Floor;

/// <summary>Holds the other end of the sockets, and answers each message with one of a given size.</summary>
internal static class SocketDialer
{
    private const int AtOnce = 8;
    private const int Buffer = 16 * 1024;

    public static async Task<int> RunAsync(string trust, int port, int sockets, int answerBytes)
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = Tls(new FloorTrust(trust)) });
        var running = new List<Task>();
        var address = new Uri($"wss://127.0.0.1:{port}/");
        for (var open = 0; open < sockets; open += AtOnce)
        {
            var few = await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, sockets - open)).Select(_ => DialAsync(address, invoker)));
            running.AddRange(few.Select(socket => AnswerAsync(socket, new byte[answerBytes])));
        }

        Console.WriteLine($"connected {sockets}");
        await Task.WhenAll(running);
        return 0;
    }

    private static SslClientAuthenticationOptions Tls(FloorTrust trust) => new()
    {
        CertificateChainPolicy = trust.Policy,
        ClientCertificateContext = SslStreamCertificateContext.Create(trust.Client, additionalCertificates: null, offline: true),
    };

    private static async Task<ClientWebSocket> DialAsync(Uri address, HttpMessageInvoker invoker)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, invoker, CancellationToken.None);
        return socket;
    }

    private static async Task AnswerAsync(ClientWebSocket socket, byte[] answer)
    {
        while (true)
        {
            var got = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (got.MessageType == WebSocketMessageType.Close) return;
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(Buffer);
            while (!got.EndOfMessage) got = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            await socket.SendAsync(answer.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}
