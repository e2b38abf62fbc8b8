using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>
/// Where the caret stands, as indentation tells it: no parser is asked, since what is being written is rarely YAML. Flow style is understood
/// only for a list of words on one line.
/// </summary>
internal sealed class CaretPlace
{
    /// <summary>What stands in a path for an item of a list.</summary>
    public const string Item = "-";

    private readonly HashSet<string> beside = new(StringComparer.Ordinal);

    private CaretPlace(string text, int caret, YamlLine line)
    {
        var typed = line.Value is null ? line.Content : line.ValueStart;
        var separator = line.Value is null ? -1 : text.AsSpan(typed, caret - typed).LastIndexOfAny(',', '[');
        (Key, IsInList) = (line.Key, separator >= 0);
        Start = FirstSeen(text, typed + separator + 1, caret);
        Typed = text[Start..caret];
        var end = caret;
        while (end < text.Length && IsOfWord(text[end])) end++;
        (Length, HasColon) = (end - Start, end < text.Length && text[end] == ':');
    }

    /// <summary>The keys above, from the top, with <see cref="Item"/> for an item of a list.</summary>
    public ImmutableArray<string> Path { get; private set; } = [];

    /// <summary>The key whose value is written; null where a key is, or an item.</summary>
    public string? Key { get; }

    /// <summary>Whether the value is a list in one line, of which an item is written.</summary>
    public bool IsInList { get; }

    /// <summary>What is typed of the word before the caret.</summary>
    public string Typed { get; }

    /// <summary>Where the word starts.</summary>
    public int Start { get; }

    /// <summary>How long the word is, behind the caret too.</summary>
    public int Length { get; }

    /// <summary>Whether a colon follows the word already.</summary>
    public bool HasColon { get; }

    /// <summary>The keys that stand in the same mapping.</summary>
    public IReadOnlySet<string> Beside => beside;

    /// <summary>The kind that the document says it is, or null.</summary>
    public string? Kind { get; private set; }

    /// <summary>The place of an offset into a text.</summary>
    public static CaretPlace Of(string text, int caret)
    {
        var (start, stop) = YamlLine.Document(text, caret);
        var lineStart = caret == 0 ? 0 : text.LastIndexOf('\n', caret - 1) + 1;
        var line = YamlLine.Read(text, lineStart, caret);
        var place = new CaretPlace(text, caret, line);
        List<YamlLine> above = [.. YamlLine.All(text, start, lineStart)];
        List<YamlLine> below = [.. YamlLine.All(text, YamlLine.End(text, caret), stop)];
        place.Climb(line, above);
        place.LookBelow(line, below);
        place.Kind = above.Concat(below).FirstOrDefault(l => l is { Column: 0, Key: "kind" })?.Value;
        return place;
    }

    // A list may stand as far left as the key that it belongs to.
    private void Climb(YamlLine line, List<YamlLine> above)
    {
        var path = new Stack<string>();
        var (column, isItem) = (line.Column, false);
        void Enter(IEnumerable<int> dashes)
        {
            foreach (var dash in dashes.Where(d => d < column).Reverse().ToList())
            {
                path.Push(Item);
                (column, isItem) = (dash, true);
            }
        }

        Enter(line.Dashes);
        foreach (var upper in Enumerable.Reverse(above))
        {
            if (upper.Key is { } key && path.Count == 0 && upper.Column == line.Column) beside.Add(key);
            else if (upper is { Key: { } parent, Value: "" or null } && (upper.Column < column || (upper.Column == column && isItem)))
            {
                path.Push(parent);
                (column, isItem) = (upper.Column, false);
            }

            Enter(upper.Dashes);
        }

        Path = [.. path];
    }

    private void LookBelow(YamlLine line, List<YamlLine> below)
    {
        foreach (var lower in below.TakeWhile(l => l.Leftmost >= line.Column))
            if (lower.Key is { } key && lower.Column == line.Column) beside.Add(key);
    }

    private static int FirstSeen(string text, int from, int caret)
    {
        while (from < caret && text[from] is ' ' or '\'' or '"') from++;
        return from;
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/';
}
