using System.Net.Sockets;
using System.Text;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>Screen and keyboard of a VM on a virtual phone: what the person who holds the phone can do in the guest.</summary>
internal sealed class GuestScreen(string socket)
{
    private int _number;

    /// <summary>Asks the guest once; null when it does not answer in time (it may be paused, or gone).</summary>
    public async Task<string?> TryAskAsync(string words, TimeSpan within)
    {
        using var end = new CancellationTokenSource(within);
        using var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await line.ConnectAsync(new UnixDomainSocketEndPoint(socket), end.Token);
            var id = $"{Interlocked.Increment(ref _number):x}";
            await line.SendAsync(Encoding.ASCII.GetBytes($"{id} {words}\n"), end.Token);
            return await AnswerAsync(line, id, end.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks until the guest answers <c>ok</c>; a question to a guest that still boots is lost, so it is asked again.</summary>
    public async Task<string> AskAsync(string words)
    {
        string? answer = null;
        await Eventually.TrueAsync(
            async () => (answer = await TryAskAsync(words, TimeSpan.FromSeconds(6))) is not null, TimeSpan.FromMinutes(2), () => $"the guest never answered `{words}`");
        return answer!.StartsWith("ok", StringComparison.Ordinal) ? answer[2..].Trim() : throw new InvalidOperationException($"`{words}`: {answer}");
    }

    private static async Task<string> AnswerAsync(Socket line, string id, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await line.ReceiveAsync(buffer, cancel);
            if (read == 0) throw new SocketException((int)SocketError.ConnectionReset);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            foreach (var each in text.ToString().Split('\n')[..^1])
            {
                if (each.StartsWith(id + " ", StringComparison.Ordinal)) return each[(id.Length + 1)..].TrimEnd('\r');
            }
        }
    }
}
