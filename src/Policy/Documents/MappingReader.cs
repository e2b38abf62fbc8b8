using System.Diagnostics.CodeAnalysis;

namespace Twofold.Policies;

/// <summary>Takes a mapping apart: every key known, none twice, each value of the shape that is expected.</summary>
internal sealed class MappingReader
{
    private readonly string[] known;
    private readonly Node?[] values;
    private readonly List<string> misspelt = [];
    private readonly MappingNode mapping;
    private readonly FileProblems problems;

    private MappingReader(MappingNode mapping, FileProblems problems, string[] known) =>
        (this.mapping, this.problems, this.known, values) = (mapping, problems, known, new Node?[known.Length]);

    /// <summary>Opens a mapping whose keys are all of <paramref name="known"/>; null when the node is none, which is a problem.</summary>
    public static MappingReader? Open(Node node, string what, FileProblems problems, params string[] known)
    {
        if (!IsMapping(node, what, problems, out var mapping)) return null;
        var reader = new MappingReader(mapping, problems, known);
        foreach (var (key, value) in Distinct(mapping, problems))
        {
            if (Array.IndexOf(known, key.Text) is var place and >= 0) reader.values[place] = value;
            else reader.RefuseUnknown(key, what);
        }

        return reader;
    }

    /// <summary>Whether the node is a mapping; a problem if it is not.</summary>
    public static bool IsMapping(Node node, string what, FileProblems problems, [NotNullWhen(true)] out MappingNode? mapping)
    {
        mapping = node as MappingNode;
        if (node is not (MappingNode or BrokenNode))
            problems.Add("policy/wrong-shape", node, $"{what} is a mapping, and this is {node.Shape}");
        return mapping is not null;
    }

    /// <summary>Whether the node is a list; a problem if it is not.</summary>
    public static bool IsList(Node node, string what, FileProblems problems, [NotNullWhen(true)] out ListNode? list)
    {
        list = node as ListNode;
        if (node is not (ListNode or BrokenNode))
            problems.Add("policy/wrong-shape", node, $"{what} is a list, and this is {node.Shape}");
        return list is not null;
    }

    /// <summary>The entries of a mapping without the repeated ones, which are problems; they end where no more problems are listed.</summary>
    public static IEnumerable<(TextNode Key, Node Value)> Distinct(MappingNode mapping, FileProblems problems)
    {
        var seen = new Dictionary<string, int>(mapping.Entries.Count, StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!problems.HasRoom) yield break;
            if (seen.TryAdd(entry.Key.Text, entry.Key.Line)) yield return entry;
            else RefuseRepeated(entry.Key, seen[entry.Key.Text], problems);
        }
    }

    /// <summary>Whether no key was unknown.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>The value of a key, or null; a problem at the mapping when it is required, missing and not misspelt.</summary>
    public Node? Find(string key, bool required = true)
    {
        if (values[Array.IndexOf(known, key)] is { } value) return value;
        if (required && !misspelt.Contains(key)) problems.Add("policy/missing-key", mapping, $"the key `{key}` is missing");
        return null;
    }

    /// <summary>The text of a key, or null when it is missing or no text.</summary>
    public TextNode? FindText(string key, bool required = true) =>
        Find(key, required) is { } node && IsText(node, $"`{key}`", problems, out var text) ? text : null;

    /// <summary>Whether the node is a text that says something; a problem if it is not.</summary>
    public static bool IsText(Node node, string what, FileProblems problems, [NotNullWhen(true)] out TextNode? text)
    {
        text = node as TextNode;
        if (text is { Text.Length: > 0 }) return true;
        if (node is not BrokenNode) problems.Add("policy/wrong-shape", node, $"{what} is a text, and this is {node.Shape}");
        return false;
    }

    private static void RefuseRepeated(TextNode key, int first, FileProblems problems) =>
        problems.Add("policy/duplicate-key", key, $"the key `{Quote.Short(key.Text)}` stands on line {first} already");

    private void RefuseUnknown(TextNode key, string what)
    {
        IsClean = false;
        var meant = Nearest.To(key.Text, known);
        problems.Add("policy/unknown-key", key, $"unknown key `{Quote.Short(key.Text)}` in {what}", meant);
        if (meant is not null) misspelt.Add(meant);
    }
}
