using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Twofold.Policies;

/// <summary>
/// Reads YAML into nodes from the parser's events, without object deserialization: no type is named by the text, no anchor
/// multiplies it, and depth is bounded. A syntax error ends its file, after the documents before it.
/// </summary>
internal sealed class NodeReader
{
    private readonly IParser parser;
    private readonly FileProblems problems;

    private NodeReader(string untrustedText, FileProblems problems)
    {
        parser = new Parser(new StringReader(untrustedText));
        this.problems = problems;
    }

    /// <summary>The documents of a file that are not empty.</summary>
    public static IReadOnlyList<Node> Read(string untrustedText, FileProblems problems)
    {
        var documents = new List<Node>();
        var reader = new NodeReader(untrustedText, problems);
        try
        {
            reader.ReadAll(documents);
        }
        catch (YamlException fault)
        {
            problems.Add("policy/syntax", (int)fault.Start.Line, (int)fault.Start.Column, $"this is not valid yaml: {Plain(fault.Message)}");
        }

        return documents;
    }

    private static string Plain(string message)
    {
        var line = Quote.Short(message.TrimEnd('.', ' '));
        return line.Length == 0 ? "the parser gave up" : char.ToLowerInvariant(line[0]) + line[1..];
    }

    private void ReadAll(List<Node> documents)
    {
        while (parser.MoveNext())
        {
            if (parser.Current is not DocumentStart) continue;
            parser.MoveNext();
            var root = ReadNode(depth: 1);
            if (root is not TextNode { Text.Length: 0 }) documents.Add(root);
            if (documents.Count > PolicyLimits.Documents) return;
        }
    }

    private Node ReadNode(int depth)
    {
        var found = parser.Current!;
        var (line, column) = ((int)found.Start.Line, (int)found.Start.Column);
        if (found is NodeEvent node) RefuseDecoration(node, line, column);
        switch (found)
        {
            case AnchorAlias alias: return RefuseAlias(alias, line, column);
            case Scalar scalar: return new TextNode(scalar.Value, line, column);
            case MappingStart or SequenceStart when depth > PolicyLimits.Depth: return SkipTooDeep(line, column);
            case MappingStart: return ReadMapping(depth, line, column);
            case SequenceStart: return ReadList(depth, line, column);
            default: return new BrokenNode(line, column);
        }
    }

    private BrokenNode RefuseAlias(AnchorAlias alias, int line, int column)
    {
        problems.Add("policy/anchor", line, column, $"the alias `*{Quote.Short(alias.Value.Value)}` is refused: write the value out");
        return new(line, column);
    }

    private void RefuseDecoration(NodeEvent node, int line, int column)
    {
        if (!node.Anchor.IsEmpty)
            problems.Add("policy/anchor", line, column, $"the anchor `&{Quote.Short(node.Anchor.Value)}` is refused: write each value out");
        if (!node.Tag.IsEmpty)
            problems.Add("policy/tag", line, column, $"the tag `{Quote.Short(node.Tag.Value)}` is refused: values have no types here");
    }

    private MappingNode ReadMapping(int depth, int line, int column)
    {
        var entries = new List<(TextNode, Node)>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            parser.MoveNext();
            var value = ReadNode(depth + 1);
            if (key is TextNode text) entries.Add((text, value));
            else if (key is not BrokenNode) problems.Add("policy/wrong-shape", key, $"a key is a text, and this is {key.Shape}");
        }

        return new(entries, line, column);
    }

    private ListNode ReadList(int depth, int line, int column)
    {
        while (parser.MoveNext() && parser.Current is not SequenceEnd) ReadNode(depth + 1);
        return new(line, column);
    }

    private BrokenNode SkipTooDeep(int line, int column)
    {
        problems.Add("policy/too-deep", line, column, $"mappings and lists are nested more than {PolicyLimits.Depth} deep");
        for (var open = 1; open > 0 && parser.MoveNext();) open += parser.Current!.NestingIncrease;
        return new(line, column);
    }
}
