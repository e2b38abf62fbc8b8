using System.CommandLine;

namespace Twofold.Cli;

/// <summary>Labels on a command line: <c>--label key=value</c>, as often as wanted.</summary>
static class LabelOption
{
    /// <summary>The option.</summary>
    public static Option<string[]> Make(string description) => new("--label") { Description = description };

    /// <summary>The labels that were given; one that is not <c>key=value</c>, or stands twice, is a misuse.</summary>
    public static Dictionary<string, string> Read(string[]? given)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in given ?? [])
        {
            var parts = label.Split('=', 2);
            if (parts.Length != 2 || !labels.TryAdd(parts[0], parts[1])) throw new CliException(ExitCode.Usage, "cli/usage", $"`{label}` is not key=value, or stands twice");
        }

        return labels;
    }
}
