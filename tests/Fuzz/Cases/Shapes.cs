using System.Text;

namespace Twofold.Fuzz.Tests.Cases;

/// <summary>Inputs whose shape is made to cost much.</summary>
internal static class Shapes
{
    private const int Limit = 1024 * 1024;
    private static readonly string[] Openers = ["[", "{", "{a: ", "{\"a\":", "[[", "- ", "? ", "a:\n ", "[{", "{\"a\":[", "!t [", "&a [", "? - ", "- a: "];

    private static readonly string[] Pieces =
    [
        "[", "{", "[],", "{a: ", "- ", "? ", ": ", "&", "*a ", "!", "%", "|", ">\n", "\"", "'", "a: ", "a:\n", "--- a\n", "\0", "a,", "[a,", "\"a\":1,", "{\"a\":", "\\", "\\u0061", " ", "\n",
        "# a\n", "\t", "é", "9", "\"b\": [1],\n", "x: y\n", "- - ", "!t &a b,\n", "\r", "\u2028", "{}", "\"\\n\",", "'',", "a #b\n",
    ];

    private const string Head = "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  settings:\n";
    private const string Compliance = "{\"@odata.type\":\"androidWorkProfileCompliancePolicy\",";

    private static readonly ManyOf[] OfYaml =
    [
        new(Head + "    apps.required: [", "org.app#", ", ", "]"),
        new(Head + "    apps.allowed: ", "org.app#", ", ", "\n"),
        new(Head + "    usb.classes: [", "audi#", ", ", "]"),
        new(Head + "    network.egress: [", "h#.example.org:443", ", ", "]"),
        new(Head + "    integrity.measurements: ", "#", ",", "\n"),
        new(Head, "    vm.memry#: 1", "\n", "\n"),
        new(Head, "    usb.passthrough: allowd#", "\n", "\n"),
        new(Head + "    vm.vcpus: 2\n", "x#: y", "\n", "\n"),
        new("---\n", "{apiVersion: twofold/v1, kind: Policy, metadata: {name: p#}, spec: {settings: {vm.vcpus: 2}}}\n", "---\n", ""),
        new("apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  settings: { vm.vcpus: 2 }\n  phones: { matchLabels: {", "l#: v", ", ", "} }\n"),
    ];

    private static readonly ManyOf[] OfIntune =
    [
        new(Compliance, "\"k#\":#", ",", "}"),
        new(Compliance + "\"a\":[", "{\"b\":[#,{}]}", ",", "]}"),
        new(Compliance + "\"scheduledActionsForRule\":[{\"scheduledActionConfigurations\":[", "{\"actionType\":\"block\",\"gracePeriodHours\":#}", ",", "]}]}"),
    ];

    private static readonly ManyOf[] OfAndroidManagement =
    [
        new("{\"applications\":[", "{\"packageName\":\"org.app#\",\"installType\":\"FORCE_INSTALLED\"}", ",", "]}"),
        new("{\"applications\":[", "{\"packageName\":\"org.app#\"}", ",", "]}"),
        new("{\"applications\":[", "{\"packageName\":\"org.app#\",\"installType\":\"BLOCKED\"}", ",", "]}"),
        new("{\"passwordPolicies\":[", "{\"passwordMinimumLength\":#,\"passwordExpirationTimeout\":\"#s\"}", ",", "]}"),
        new("{\"policyEnforcementRules\":[", "{\"blockAction\":{\"blockAfterDays\":#},\"wipeAction\":{\"wipeAfterDays\":#}}", ",", "]}"),
    ];

    private sealed record ManyOf(string Start, string Item, string Between, string End);

    public static byte[] Deep(FuzzReader reader, Random lot)
    {
        var seed = FuzzSeeds.Draw(reader, lot);
        var opener = Openers[lot.Next(Openers.Length)];
        var levels = string.Concat(Enumerable.Repeat(opener, lot.Next(4) == 0 ? lot.Next(2_000) : lot.Next(60)));
        var at = lot.Next(seed.Length);
        return [.. seed.AsSpan(0, at), .. Encoding.UTF8.GetBytes(levels), .. seed.AsSpan(at)];
    }

    /// <summary>Each level names the one before it many times, so that taking them literally doubles with every line.</summary>
    public static byte[] Aliases(FuzzReader reader, Random lot)
    {
        var text = new StringBuilder("l0: &l0 [x, x]\n");
        for (var level = 1; level < 2 + lot.Next(40); level++)
            text.Append($"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 2 + lot.Next(9)))}]\n");
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. FuzzSeeds.Draw(reader, lot)];
    }

    /// <summary>Sound documents with very many of one thing, each different from the others.</summary>
    public static byte[] Many(FuzzReader reader, Random lot)
    {
        var shape = reader switch
        {
            FuzzReader.Policies => OfYaml[lot.Next(OfYaml.Length)],
            FuzzReader.Intune => OfIntune[lot.Next(OfIntune.Length)],
            _ => OfAndroidManagement[lot.Next(OfAndroidManagement.Length)],
        };
        var items = Enumerable.Range(0, lot.Next(30) == 0 ? lot.Next(12_000) : lot.Next(300)).Select(n => shape.Item.Replace("#", $"{n}", StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(shape.Start + string.Join(shape.Between, items) + shape.End);
    }

    public static byte[] Repeat(FuzzReader reader, Random lot) => Filled(reader, lot, 1 + lot.Next(32 * 1024));

    public static byte[] RepeatToLimit(FuzzReader reader, Random lot) => Filled(reader, lot, Limit - lot.Next(3));

    private static byte[] Filled(FuzzReader reader, Random lot, int length)
    {
        var piece = Encoding.UTF8.GetBytes(Pieces[lot.Next(Pieces.Length)]);
        byte[] start = lot.Next(2) == 0 ? [] : FuzzSeeds.Draw(reader, lot) is var seed ? seed[..lot.Next(seed.Length)] : [];
        var bytes = new byte[Math.Max(length, start.Length)];
        start.CopyTo(bytes, 0);
        for (var at = start.Length; at < bytes.Length; at++) bytes[at] = piece[(at - start.Length) % piece.Length];
        return bytes;
    }
}
