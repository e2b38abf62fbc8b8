using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The command line: a verb, then options that each have a value.</summary>
/// <param name="Verb">The first word, or null.</param>
/// <param name="Options">By name, without the dashes.</param>
internal sealed record Arguments(string? Verb, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Reads the command line; only options that are known are taken.</summary>
    /// <exception cref="DeviceException"><c>arguments/bad</c></exception>
    public static Arguments Parse(string[] args, params string[] known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < args.Length; i += 2)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : string.Empty;
            if (!known.Contains(name)) throw Bad($"`{args[i]}` is not an option here");
            if (i + 1 == args.Length) throw Bad($"`{args[i]}` needs a value");
            options[name] = args[i + 1];
        }

        return new Arguments(args.FirstOrDefault(), options);
    }

    /// <summary>The value of an option that has to be there.</summary>
    public string Required(string name) => Options.GetValueOrDefault(name) ?? throw Bad($"`--{name}` is missing");

    /// <summary>The value of an option, or something else.</summary>
    public string Or(string name, string otherwise) => Options.GetValueOrDefault(name, otherwise);

    private static DeviceException Bad(string message) => new("arguments/bad", message);
}
