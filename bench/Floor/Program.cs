using System.Globalization;

namespace Twofold.Floor;

/// <summary>What stands beside ours in the benchmarks: the least that a program on the same runtime can do, and none of our code.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["page", var port] => FirstPage.RunAsync(Number(port)),
        ["hold", var trust, var sockets] => SocketHolder.RunAsync(trust, Number(sockets), store: null),
        ["hold", var trust, var sockets, var store] => SocketHolder.RunAsync(trust, Number(sockets), store),
        ["dial", var trust, var port, var sockets, var answer] => SocketDialer.RunAsync(trust, Number(port), Number(sockets), Number(answer)),
        _ => Usage(),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Task<int> Usage()
    {
        Console.Error.WriteLine("usage: twofold-floor page PORT | hold TRUST SOCKETS [STORE] | dial TRUST PORT SOCKETS ANSWER-BYTES");
        return Task.FromResult(2);
    }
}
