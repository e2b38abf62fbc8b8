using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A host in a process of its own that adds without end and prints the id of every command it was answered for.</summary>
internal static class CrashChild
{
    public const string Verb = "crash-child";

    /// <summary>Every number that any round adds is its own, so that a number found twice was applied twice.</summary>
    public const long NumbersPerRound = 1_000_000;

    private const int Writers = 16;

    public static async Task<int> RunAsync(string file, string round)
    {
        await using var host = await EmbeddedHost.StartAsync(new SqliteOptions(file), Counter.Registry, TimeProvider.System, _ => { });
        var first = long.Parse(round) * NumbersPerRound;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => AddAsync(host.Fleet, first, writer)));
        return 0;
    }

    public static string Key(long number) => $"c{number % Writers}";

    private static async Task AddAsync(IFleet fleet, long first, int writer)
    {
        for (var number = first + writer; number < first + NumbersPerRound; number += Writers)
        {
            var key = Key(number);
            var reply = await fleet.AskAsync(Counter.Ref(key), new CounterCommand.Add(number), Actor.System, $"n{number}");
            if (reply.Ok) Console.Out.WriteLine($"{number};");
            await fleet.AskAsync(Counter.Ref(key), new CounterCommand.Send($"to-{key}", new CounterCommand.Add(number)), Actor.System, $"s{number}");
        }
    }
}
