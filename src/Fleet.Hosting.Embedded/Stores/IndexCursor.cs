using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Embedded;

/// <summary>The last row of a page, as the text that leads to the page after it. It names no table: one that is misused finds other rows, no error.</summary>
/// <param name="Order">The order that the page was read in.</param>
/// <param name="Text">The row's value in the sorted column, if that is text.</param>
/// <param name="Number">The same, if that is a number.</param>
internal sealed record IndexCursor(string Order, string? Text, long? Number, string Key, string Part)
{
    private const int MaxLength = 4096;

    /// <summary>The value in the sorted column as it is stored, or null.</summary>
    [JsonIgnore]
    public object? Value => Text ?? (object?)Number;

    /// <summary>Of a row whose value in the sorted column is <paramref name="stored"/>.</summary>
    public static IndexCursor Of(string order, object? stored, IndexItem last) => new(order, stored as string, stored as long?, last.Key, last.Part);

    /// <summary>As readers hand it back.</summary>
    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, IndexCursorJson.Default.IndexCursor));

    /// <summary>Reads what a reader handed back.</summary>
    /// <exception cref="IndexException"><c>index/bad-cursor</c>: it is none, or of another order.</exception>
    public static IndexCursor Read(string untrustedText, string order, IndexColumn? sorted) =>
        TryRead(untrustedText) is { Key: not null, Part: not null } cursor && cursor.Order == order && cursor.Fits(sorted)
            ? cursor
            : throw new IndexException("index/bad-cursor", "this is not a place in the list as it is sorted");

    private static IndexCursor? TryRead(string untrustedText)
    {
        if (untrustedText.Length > MaxLength || !Base64Url.IsValid(untrustedText)) return null;
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(untrustedText), IndexCursorJson.Default.IndexCursor);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Fits(IndexColumn? sorted) => sorted?.Type switch
    {
        null => Value is null,
        IndexType.Text => Number is null,
        _ => Text is null,
    };
}

[JsonSerializable(typeof(IndexCursor))]
internal sealed partial class IndexCursorJson : JsonSerializerContext;
