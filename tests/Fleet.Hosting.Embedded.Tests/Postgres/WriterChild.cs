using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>One of several hosts over one database, in a process of its own: it adds to counters that the others add to as well, and prints what it was answered for.</summary>
internal static class WriterChild
{
    public const string Verb = "postgres-writer";

    /// <summary>Every number is its writer's own, so that a number found twice was applied twice.</summary>
    public const int NumbersPerWriter = 150;

    /// <summary>How many counters all writers share.</summary>
    public const int Counters = 4;

    private const int Adders = 4;

    public static async Task<int> RunAsync(string connectionString, string writer)
    {
        await using var store = await PostgresStore.OpenAsync(new PostgresOptions(connectionString, Alone: false), Counter.Registry);
        await using var fleet = new EmbeddedFleet(Counter.Registry, store, TimeProvider.System, _ => { });
        var first = int.Parse(writer) * NumbersPerWriter;
        await Task.WhenAll(Enumerable.Range(0, Adders).Select(adder => AddAsync(fleet, first, adder)));
        return 0;
    }

    private static async Task AddAsync(EmbeddedFleet fleet, int first, int adder)
    {
        for (var number = first + adder; number < first + NumbersPerWriter; number += Adders)
        {
            await AskAsync(fleet, $"c{number % Counters}", new CounterCommand.Add(number), $"n{number}");
            Console.Out.WriteLine($"{number};");
            await AskAsync(fleet, $"sender-{first}-{adder}", new CounterCommand.Send("receiver", new CounterCommand.Add(number)), $"s{number}");
        }
    }

    // Who loses against the other writer twice in a row is told so, and asks again under the same id.
    private static async Task AskAsync(EmbeddedFleet fleet, string key, CounterCommand command, string id)
    {
        while (true)
        {
            try
            {
                await fleet.AskAsync(Counter.Ref(key), command, Actor.System, id);
                return;
            }
            catch (GrainFaultException lost) when (lost.Code == "grain/save-failed")
            {
                await Task.Yield();
            }
        }
    }
}
