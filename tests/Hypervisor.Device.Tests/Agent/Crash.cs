namespace Twofold.Device.Tests.Agent;

/// <summary>What kill -9 looks like from within: nothing after it happens.</summary>
internal sealed class CrashException : Exception;

/// <summary>Ends the agent at one of the points at which something outside it changes: before or after a write, before or after a call.</summary>
internal sealed class Crash(int at)
{
    /// <summary>How many points were passed.</summary>
    public int Passed { get; private set; }

    public void Arm(AgentBench bench)
    {
        bench.File.Around = _ => Pass();
        bench.Hypervisor.Before = (_, _) => PassAsync();
        bench.Hypervisor.After = Pass;
    }

    public void Disarm(AgentBench bench)
    {
        bench.File.Around = null;
        bench.Hypervisor.Before = null;
        bench.Hypervisor.After = null;
    }

    private Task PassAsync()
    {
        Pass();
        return Task.CompletedTask;
    }

    private void Pass()
    {
        if (Passed++ >= at) throw new CrashException();
    }
}
