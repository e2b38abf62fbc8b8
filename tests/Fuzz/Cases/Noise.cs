using System.Text;

namespace Twofold.Fuzz.Tests.Cases;

/// <summary>Inputs that come from no document.</summary>
internal static class Noise
{
    private static readonly string[] OfYaml =
    [
        "a", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a ", "!t ", "!!int ", "| ", ">-\n", "'", "\"", "#", " # ", "%YAML 1.2\n", "@", "`", "~",
        "\n", "\n  ", "\n    ", "\r", "\r\n", "\t", " ", "---\n", "...\n", "<<: ", "\\", "\\u0000", "\0", "\u0085", "\u2028", "\ufeff", "ü", "😀",
        "apiVersion: twofold/v1\n", "kind: Policy\n", "metadata: { name: p }\n", "spec:\n", "  settings:\n", "    vm.vcpus: 2\n", "    vm.memory: ", "512MiB", "1e9", "-1",
    ];

    private static readonly string[] OfJson =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "1", "-", "0", "1e999", ".5", "true", "false", "null", "nul", "\\", "\\u0000", "\\ud800", "\\\"",
        "\n", "\r\n", "\t", " ", "//", "/*", "\0", "\u0001", "\u2028", "\ufeff", "ü", "😀", "NaN",
        "{\"@odata.type\":\"#microsoft.graph.androidWorkProfileCompliancePolicy\",", "\"passwordRequired\":", "\"applications\":[{\"packageName\":\"a.b\",", "\"installType\":",
    ];

    public static byte[] Bytes(FuzzReader reader, Random lot)
    {
        var bytes = new byte[Length(lot, 400)];
        lot.NextBytes(bytes);
        return bytes;
    }

    public static byte[] Pieces(FuzzReader reader, Random lot)
    {
        var pieces = reader == FuzzReader.Policies ? OfYaml : OfJson;
        var text = new StringBuilder();
        for (var left = Length(lot, 80); left > 0; left--) text.Append(pieces[lot.Next(pieces.Length)]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Short ones find most of what there is to find, and cost least.
    private static int Length(Random lot, int most) => lot.Next(1 + lot.Next(1 + most));
}
