using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>How an agent runs.</summary>
public sealed record AgentOptions
{
    /// <summary>The version of this agent, as the hello says it.</summary>
    public string Agent { get; init; } = $"twofold-agent {typeof(AgentOptions).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    /// <summary>How often the hypervisor is observed when nothing else happens.</summary>
    public TimeSpan ObserveEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether personal VMs are started with the agent.</summary>
    public bool BootPersonal { get; init; } = true;

    /// <summary>Called by the agent's loop with each report that says something new.</summary>
    public Action<PhoneReport>? Reported { get; init; }

    /// <summary>Called by the agent's loop with what the server announces, whole; with nothing when a socket opens.</summary>
    public Action<ImmutableArray<PhoneNotice>>? Noticed { get; init; }

    /// <summary>Called by the agent's loop when the server has answered a hello, and when that socket closed.</summary>
    public Action<bool>? Connected { get; init; }
}
