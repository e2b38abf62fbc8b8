using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Simulator;

/// <summary>The simulator's command line.</summary>
internal static class CommandLine
{
    public const string BadCode = "arguments/bad";

    private const string Usage =
        "usage: twofold-simulator --phones N --data DIR [--codes FILE] [--rate N] [--churn]; a line of FILE is a name, a tab and an enrolment code";

    public static SimulationOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--churn") values[args[i]] = "yes";
            else if (args[i] is "--phones" or "--data" or "--codes" or "--rate" && i + 1 < args.Length) values[args[i]] = args[++i];
            else throw Bad($"`{args[i]}` is not an option here, or has no value; {Usage}");
        }

        return new SimulationOptions(Number(values, "--phones", otherwise: 0), values.GetValueOrDefault("--data") ?? throw Bad($"`--data` is missing; {Usage}"))
        {
            Codes = values.TryGetValue("--codes", out var file) ? ReadCodes(file) : ImmutableDictionary<string, string>.Empty,
            DialsPerSecond = Math.Max(1, Number(values, "--rate", otherwise: 50)),
            Churn = values.ContainsKey("--churn"),
        };
    }

    private static int Number(Dictionary<string, string> values, string name, int otherwise) => !values.TryGetValue(name, out var text)
        ? otherwise
        : int.TryParse(text, out var number) ? number : throw Bad($"`{text}` is not a number for `{name}`");

    private static ImmutableDictionary<string, string> ReadCodes(string file) => File.ReadLines(file)
        .Select(line => line.Split('\t'))
        .Where(parts => parts.Length == 2)
        .ToImmutableDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static DeviceException Bad(string message) => new(BadCode, message);
}
