using System.Globalization;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Embedded;

namespace Twofold.Cluster.Tests;

/// <summary>A silo in a process of its own, until it is killed.</summary>
internal static class SiloChild
{
    public const string Verb = "silo";

    /// <summary>What it prints when it is part of the cluster.</summary>
    public const string Ready = "ready";

    public static async Task<int> RunAsync(string connectionString, string ports, string membership)
    {
        var numbers = ports.Split(',').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        await using var store = await PostgresStore.OpenAsync(new PostgresOptions(connectionString, Alone: false), Counter.Registry);
        var place = new SiloPlace(numbers[0], numbers[1], numbers[2], membership.Length == 0 ? null : membership);
        await using var silo = await RunningSilo.StartAsync(place, store, TimeProvider.System);
        Console.Out.WriteLine(Ready);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
