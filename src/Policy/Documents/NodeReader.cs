using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Twofold.Policies;

/// <summary>
/// Reads YAML into nodes from the parser's events, without object deserialization: no type is named by the text, no anchor
/// multiplies it, and depth and number are bounded. A syntax error or too much of either ends its file, after the documents before it: what follows
/// is not read at all, since the parser's time grows with the square of the depth.
/// </summary>
internal sealed class NodeReader
{
    private readonly IParser parser;
    private readonly FileProblems problems;
    private int documents;
    private int nodes;
    private bool ended;

    private NodeReader(string untrustedText, FileProblems problems)
    {
        parser = new Parser(new StringReader(untrustedText));
        this.problems = problems;
    }

    /// <summary>Hands over the documents of a file that are not empty, each before the next is read, so that none is kept for the others.</summary>
    public static void Read(string untrustedText, FileProblems problems, Action<Node> take)
    {
        var reader = new NodeReader(untrustedText, problems);
        try
        {
            reader.ReadAll(take);
        }
        catch (YamlException fault)
        {
            var (line, column) = PlaceOf(fault.Start, untrustedText);
            problems.Add("policy/syntax", line, column, $"this is not valid yaml: {Plain(fault.Message)}");
        }
    }

    // The parser places what is missing at the end on a line behind the last one.
    private static (int Line, int Column) PlaceOf(Mark mark, string text)
    {
        var (lines, last) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines()) (lines, last) = (lines + 1, line.Length);
        return mark.Line <= lines ? ((int)mark.Line, (int)mark.Column) : (lines, last + 1);
    }

    private static string Plain(string message)
    {
        var line = Quote.Short(message.TrimEnd('.', ' '));
        return line.Length == 0 ? "the parser gave up" : char.ToLowerInvariant(line[0]) + line[1..];
    }

    private void ReadAll(Action<Node> take)
    {
        while (documents <= PolicyLimits.Documents && problems.HasRoom && Next())
        {
            if (parser.Current is not DocumentStart) continue;
            Next();
            var root = ReadNode(depth: 1);
            if (ended || root is TextNode { Text.Length: 0 }) continue;
            documents++;
            take(root);
        }
    }

    // The parser answers some broken texts with exceptions of its own bugs; they are faults of the text like any other.
    private bool Next()
    {
        try
        {
            return !ended && parser.MoveNext();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            var at = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "the text breaks off or goes wrong after this", fault);
        }
    }

    private Node ReadNode(int depth)
    {
        var found = parser.Current!;
        var (line, column) = ((int)found.Start.Line, (int)found.Start.Column);
        if (++nodes > PolicyLimits.Nodes) return End("policy/too-many-nodes", $"a file has at most {PolicyLimits.Nodes} keys and values", line, column);
        if (found is NodeEvent node) RefuseDecoration(node, line, column);
        switch (found)
        {
            case AnchorAlias alias: return RefuseAlias(alias, line, column);
            case Scalar scalar: return new TextNode(scalar.Value, line, column);
            case MappingStart or SequenceStart when depth > PolicyLimits.Depth: return EndTooDeep(line, column);
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
        while (Next() && parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            if (!Next()) break;
            var value = ReadNode(depth + 1);
            if (key is TextNode text) entries.Add((text, value));
            else if (key is not BrokenNode) problems.Add("policy/wrong-shape", key, $"a key is a text, and this is {key.Shape}");
        }

        return new(entries, line, column);
    }

    private ListNode ReadList(int depth, int line, int column)
    {
        var items = new List<Node>();
        while (Next() && parser.Current is not SequenceEnd) items.Add(ReadNode(depth + 1));
        return new(items, line, column);
    }

    private BrokenNode EndTooDeep(int line, int column) =>
        End("policy/too-deep", $"mappings and lists are nested more than {PolicyLimits.Depth} deep", line, column);

    private BrokenNode End(string code, string message, int line, int column)
    {
        if (!ended) problems.Add(code, line, column, message);
        ended = true;
        return new(line, column);
    }
}
