namespace Twofold.Auditing;

/// <summary>An event as the audit sees it: everything that its hash covers, names of persons sealed.</summary>
/// <param name="Kind">The kind of the grain it happened to; together with <paramref name="Key"/> it names the chain.</param>
/// <param name="Key">The grain's key.</param>
/// <param name="Version">The grain's version that it belongs to.</param>
/// <param name="Type">The event's type name in JSON.</param>
/// <param name="At">When; it counts to the tick of 100 ns.</param>
/// <param name="ActorKind">Who did it: 0 the installation, 1 a person, 2 a token, 3 a phone.</param>
/// <param name="ActorId">The stable id of that party.</param>
/// <param name="CommandId">The command that led to it.</param>
/// <param name="Body">The event as JSON, byte for byte; empty when retention has forgotten it.</param>
public readonly record struct AuditEvent(
    string Kind, string Key, long Version, string Type, DateTimeOffset At, int ActorKind, string ActorId, string CommandId, ReadOnlyMemory<byte> Body)
{
    /// <summary>Which of its kind's shapes the body has; it decides how the body is read.</summary>
    public int Shape { get; init; } = 1;

    /// <summary>The SHA-256 of a body that retention has forgotten; empty while the body is there.</summary>
    public ReadOnlyMemory<byte> Forgotten { get; init; }

    /// <summary>The name of its chain, <c>kind/key</c>.</summary>
    public string Chain => $"{Kind}/{Key}";
}
