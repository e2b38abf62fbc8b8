namespace Twofold.Policies;

/// <summary>A piece of a YAML document with the place where it starts, both from 1.</summary>
internal abstract record Node(int Line, int Column)
{
    /// <summary>What the piece is, in the words of a message.</summary>
    public abstract string Shape { get; }
}

/// <summary>A text: quoted or plain, it means the same here.</summary>
internal sealed record TextNode(string Text, int Line, int Column) : Node(Line, Column)
{
    public override string Shape => Text.Length == 0 ? "nothing" : "a text";
}

/// <summary>Keys with values; a key that stands twice is in the list twice.</summary>
internal sealed record MappingNode(IReadOnlyList<(TextNode Key, Node Value)> Entries, int Line, int Column) : Node(Line, Column)
{
    public override string Shape => "a mapping";
}

/// <summary>A list. Only settings of several items take one.</summary>
internal sealed record ListNode(IReadOnlyList<Node> Items, int Line, int Column) : Node(Line, Column)
{
    public override string Shape => "a list";
}

/// <summary>A piece with which a problem was already found, so that no second one is reported of it.</summary>
internal sealed record BrokenNode(int Line, int Column) : Node(Line, Column)
{
    public override string Shape => "unreadable";
}
