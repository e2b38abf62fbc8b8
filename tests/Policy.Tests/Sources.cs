namespace Twofold.Policies.Tests;

/// <summary>Short ways to write policy documents.</summary>
internal static class Sources
{
    /// <summary>A valid document that says these settings, each as <c>key: value</c>.</summary>
    public static string Policy(string name, params string[] settings) => Policy(name, spec: string.Empty, settings);

    /// <summary>The same with more lines in its <c>spec</c>, which start on line 5.</summary>
    public static string Policy(string name, string spec, string[] settings) =>
        $"""
        apiVersion: twofold/v1
        kind: Policy
        metadata: {"{"} name: {name} {"}"}
        spec:
        {(spec.Length == 0 ? "" : $"  {spec}\n")}  settings:
        {string.Join('\n', settings.Select(s => $"    {s}"))}

        """;

    /// <summary>A document for phones that carry one label.</summary>
    public static string PolicyFor(string label, string name, params string[] settings) =>
        Policy(name, $"phones: {{ matchLabels: {{ {label} }} }}", settings);

    /// <summary>The set of one file, <c>p.yaml</c>, whose documents these are.</summary>
    public static PolicySet Set(params string[] documents) => Valid(new SourceFile("p.yaml", string.Join("---\n", documents)));

    /// <summary>The set of these files.</summary>
    public static PolicySet Valid(params SourceFile[] files)
    {
        var result = PolicySet.Read(files);
        Assert.True(result.IsValid, string.Join('\n', result.Problems));
        return result.Set;
    }

    /// <summary>A phone with labels written <c>key=value</c>.</summary>
    public static PhoneFacts Phone(string id, params string[] labels) =>
        new(id, labels.Select(l => l.Split('=')).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal));
}
