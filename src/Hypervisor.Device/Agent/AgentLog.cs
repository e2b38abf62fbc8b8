using System.Globalization;

namespace Twofold.Device;

/// <summary>The agent's log: one line an event, to be read by people and collected from standard output. It never gets a secret to write.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">Gives each line its time.</param>
public sealed class AgentLog(TextWriter output, TimeProvider time)
{
    private const int LongestLine = 500;
    private readonly Lock _lock = new();

    /// <summary>A log that is thrown away.</summary>
    public static AgentLog None { get; } = new(TextWriter.Null, TimeProvider.System);

    /// <summary>Writes "time event text" in one line; control characters are replaced.</summary>
    /// <param name="name">The event: two or three words with hyphens.</param>
    /// <param name="text">What it is about.</param>
    public void Write(string name, string text)
    {
        var line = string.Concat(text.Take(LongestLine).Select(c => char.IsControl(c) ? ' ' : c));
        lock (_lock) output.WriteLine($"{time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)} {name} {line}");
    }
}
