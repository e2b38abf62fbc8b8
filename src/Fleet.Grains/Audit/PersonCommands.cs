namespace Twofold.Fleet;

/// <summary>Finds the person in the id of a command that a grain sent whose key is a person's name: <c>operator/ada#1000</c>.</summary>
internal static class PersonCommands
{
    /// <summary>Whether there is one.</summary>
    public static bool Names(string commandId, GrainRegistry registry) => commandId.Contains('/', StringComparison.Ordinal) && Find(commandId, registry) is not null;

    /// <summary>The name, or null.</summary>
    public static string? Find(string commandId, GrainRegistry registry)
    {
        foreach (var kind in registry.WithPersonKeys)
        {
            var start = commandId.IndexOf($"{kind.Name}/", StringComparison.Ordinal);
            if (start < 0 || (start > 0 && commandId[start - 1] != ':')) continue;
            var key = commandId[(start + kind.Name.Length + 1)..];
            var end = key.LastIndexOfAny(['#', '@']);
            return end > 0 ? key[..end] : key.Length > 0 ? key : null;
        }

        return null;
    }
}
