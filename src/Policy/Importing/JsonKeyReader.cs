using System.Text.Json;

namespace Twofold.Policies;

/// <summary>
/// Reads one JSON document into its keys: depth, number and length are bounded, a name that stands twice is a problem, and nothing of
/// the text names a type. What JSON cannot be ends the reading; repeated names are all reported.
/// </summary>
internal sealed class JsonKeyReader
{
    private readonly List<SourceKey> keys = [];
    private readonly TextPlaces places = new();
    private readonly FileProblems problems;
    private readonly byte[] text;
    private int nodes;
    private bool sound = true;
    private bool ended;

    private JsonKeyReader(byte[] untrustedUtf8, FileProblems problems) => (text, this.problems) = (untrustedUtf8, problems);

    /// <summary>The keys, or null when there is a problem.</summary>
    public static SourceDocument? Read(byte[] untrustedUtf8, FileProblems problems)
    {
        var reader = new JsonKeyReader(untrustedUtf8, problems);
        reader.ReadAll();
        return reader.sound ? new(reader.keys) : null;
    }

    private void ReadAll()
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = ImportLimits.Depth + 1 });
        try
        {
            json.Read();
            ReadValue(ref json, SourcePath.Top);
            if (!ended) json.Read();
        }
        catch (JsonException fault)
        {
            var (line, column) = PlaceOf(fault);
            if (!ended) Refuse("import/syntax", line, column, $"this is not valid json: {Plain(fault.Message)}");
        }
    }

    private void ReadValue(ref Utf8JsonReader json, SourcePath path)
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.CurrentDepth >= ImportLimits.Depth)
            End(ref json, "import/too-deep", $"objects and lists are nested more than {ImportLimits.Depth} deep");
        else if (++nodes > ImportLimits.Keys)
            End(ref json, "import/too-many-keys", $"a document has at most {ImportLimits.Keys} names and list entries");
        else if (IsTooLong(ref json, path.Text.Length)) return;
        else if (json.TokenType == JsonTokenType.StartObject) ReadObject(ref json, path);
        else if (json.TokenType == JsonTokenType.StartArray) ReadList(ref json, path);
        else AddLeaf(ref json, path);
    }

    private void ReadObject(ref Utf8JsonReader json, SourcePath path)
    {
        var (line, column) = PlaceOf(ref json);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next(ref json) && json.TokenType != JsonTokenType.EndObject)
        {
            var at = PlaceOf(ref json);
            if (TextOf(ref json) is not { } name || IsTooLong(ref json, path.Text.Length + name.Length)) return;
            if (!seen.TryAdd(name, at.Line))
                Refuse("import/duplicate-key", at.Line, at.Column, $"the key `{Quote.Short(name)}` stands on line {seen[name]} already");
            if (Next(ref json)) ReadValue(ref json, path.Name(name));
        }

        if (seen.Count == 0) keys.Add(new(path, SourceShape.EmptyObject, "{}", line, column));
    }

    private void ReadList(ref Utf8JsonReader json, SourcePath path)
    {
        var (line, column) = PlaceOf(ref json);
        var place = 0;
        while (Next(ref json) && json.TokenType != JsonTokenType.EndArray) ReadValue(ref json, path.At(place++));
        if (place == 0) keys.Add(new(path, SourceShape.EmptyList, "[]", line, column));
    }

    private void AddLeaf(ref Utf8JsonReader json, SourcePath path)
    {
        var (line, column) = PlaceOf(ref json);
        var shape = json.TokenType switch
        {
            JsonTokenType.String => SourceShape.Text,
            JsonTokenType.Number => SourceShape.Number,
            JsonTokenType.True => SourceShape.Yes,
            JsonTokenType.False => SourceShape.No,
            _ => SourceShape.Nothing,
        };
        if (TextOf(ref json) is { } found) keys.Add(new(path, shape, found, line, column));
    }

    private bool IsTooLong(ref Utf8JsonReader json, int pathLength)
    {
        if (pathLength <= ImportLimits.PathLength) return false;
        End(ref json, "import/path-too-long", $"the path to a key has at most {ImportLimits.PathLength} characters");
        return true;
    }

    private bool Next(ref Utf8JsonReader json) => !ended && json.Read();

    // JSON can spell half of a pair of UTF-16 units, which is no character and cannot be written out again.
    private string? TextOf(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return System.Text.Encoding.UTF8.GetString(json.ValueSpan);
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            End(ref json, "import/lone-surrogate", "a `\\u` escape stands for half a character");
            return null;
        }
    }

    private void End(ref Utf8JsonReader json, string code, string message)
    {
        var (line, column) = PlaceOf(ref json);
        Refuse(code, line, column, message);
        ended = true;
    }

    private void Refuse(string code, int line, int column, string message)
    {
        problems.Add(code, line, column, message);
        sound = false;
    }

    private (int Line, int Column) PlaceOf(ref Utf8JsonReader json) => places.At(text, (int)json.TokenStartIndex);

    // The parser counts lines and the bytes behind them.
    private (int Line, int Column) PlaceOf(JsonException fault)
    {
        var start = 0;
        for (var line = 0L; line < fault.LineNumber; line++) start += text.AsSpan(start).IndexOf((byte)'\n') + 1;
        return new TextPlaces().At(text, (int)Math.Min(text.Length, start + (fault.BytePositionInLine ?? 0)));
    }

    // The first sentence says what is wrong, the others what the parser hoped for and where it stood.
    private static string Plain(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        var line = Quote.Short(end < 0 ? message.TrimEnd('.', ' ') : message[..end]);
        return line.Length == 0 ? "the parser gave up" : char.ToLowerInvariant(line[0]) + line[1..];
    }
}
