namespace Twofold.Fleet.Hosting;

/// <summary>Commands as every host makes them.</summary>
internal static class Asking
{
    private const int MaxName = 128;

    /// <summary>Why such a command is not taken, or null.</summary>
    public static Reply? Refusal(GrainId to, string? commandId) => (to.Key, commandId) switch
    {
        (not { Length: > 0 and <= MaxName }, _) => new Reply(0, "grain/bad-key", $"a key has 1 to {MaxName} characters"),
        (_, { Length: 0 or > MaxName }) => new Reply(0, "command/bad-id", $"a command id has 1 to {MaxName} characters"),
        _ => null,
    };

    /// <summary>A command from outside; one without an id gets one.</summary>
    public static CommandEnvelope Envelope(GrainRegistry registry, GrainId to, object command, Actor actor, string? commandId) =>
        new(to, commandId ?? Guid.CreateVersion7().ToString("N"), actor, null, 0, registry.Kind(to.Kind).Encode(command));

    /// <summary>The command that wakes a due grain, or null when its kind has none. The same deadline has the same id, however often it is sent.</summary>
    public static CommandEnvelope? Wake(GrainRegistry registry, DueGrain due) => registry.Kind(due.Id.Kind).EncodeWake() is { } wake
        ? new CommandEnvelope(due.Id, $"wake:{due.Id}@{due.Version}", Actor.System, null, 0, wake)
        : null;

    /// <exception cref="ArgumentException">No grain has such a key.</exception>
    public static void CheckKey(GrainId of)
    {
        if (of.Key is not { Length: > 0 and <= MaxName }) throw new ArgumentException($"a key has 1 to {MaxName} characters", nameof(of));
    }
}
