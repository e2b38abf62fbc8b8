using System.Globalization;

namespace Twofold.Crash.Tests;

/// <summary><c>./dev crash</c>: so many crashes, every second life on a disk that forgets what was not flushed.</summary>
internal static class CrashRun
{
    private const int RoundsPerLife = 20;
    private const int Bar = 30;

    /// <summary>0 when nothing was lost, 1 when something was, 2 for a line that cannot be read.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var wanted, .. var rest] || !int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rest.Length > 1) return 2;
        var seed = rest is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFF;
        Console.WriteLine($"crash: {rounds} rounds, seed {seed}");
        var (done, acknowledged, dropped, lot) = (0, 0, 0, new Random(seed));
        while (done < rounds)
        {
            await using var life = await CrashLife.BeginAsync(forgetful: done / RoundsPerLife % 2 == 1, lot);
            for (var round = 0; round < RoundsPerLife && done < rounds; round++, done++)
            {
                Show(done, rounds, acknowledged + life.Load.Acknowledged);
                if (await life.RoundAsync() is [_, ..] faults) return Lost(done, seed, faults);
            }

            (acknowledged, dropped) = (acknowledged + life.Load.Acknowledged, dropped + life.Dropped);
        }

        Show(done, rounds, acknowledged);
        Console.WriteLine();
        Console.WriteLine($"crash: {done} kills, {acknowledged} acknowledged commands, {dropped} unflushed writes dropped, 0 lost, 0 applied twice (seed {seed})");
        return 0;
    }

    private static void Show(int done, int rounds, int acknowledged)
    {
        var filled = rounds == 0 ? Bar : Bar * done / rounds;
        Console.Write($"\r  [{new string('#', filled)}{new string('.', Bar - filled)}] {done}/{rounds} kills, {acknowledged} acknowledged commands");
    }

    private static int Lost(int round, int seed, IReadOnlyList<string> faults)
    {
        Console.WriteLine();
        foreach (var fault in faults.Take(20)) Console.WriteLine($"  {fault}");
        Console.WriteLine($"crash: {faults.Count} faults after kill {round + 1} (seed {seed})");
        return 1;
    }
}
