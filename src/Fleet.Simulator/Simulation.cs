namespace Twofold.Simulator;

/// <summary>Runs a fleet and says how it goes: a line a second while it connects, then <c>ready</c>, then a line when something changes.</summary>
internal static class Simulation
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(SimulationOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using var fleet = await SimulatedFleet.StartAsync(options, cancellation);
        var last = string.Empty;
        var ready = false;
        using var timer = new PeriodicTimer(Between);
        while (!fleet.Completion.IsCompleted)
        {
            var line = Line(fleet);
            if (line != last) await output.WriteLineAsync(last = line);
            if (!ready && fleet.Connected == options.Phones)
            {
                ready = true;
                await output.WriteLineAsync($"ready {options.Phones} phones");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        await fleet.Completion;
    }

    private static string Line(SimulatedFleet fleet)
    {
        var versions = fleet.Phones.Select(phone => phone.SettledVersion).Where(version => version > 0).ToList();
        return $"connected {fleet.Connected} of {fleet.Phones.Length}, settled {versions.Count}";
    }
}
