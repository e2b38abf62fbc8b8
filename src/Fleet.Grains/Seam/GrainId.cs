namespace Twofold.Fleet;

/// <summary>Names one grain: its kind and its key within the kind. Written <c>kind/key</c>.</summary>
/// <param name="Kind">The kind's name, for example <c>phone</c>.</param>
/// <param name="Key">The key, 1 to 128 characters; what it means is the kind's affair.</param>
public readonly record struct GrainId(string Kind, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Key}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">There is no slash.</exception>
    public static GrainId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? new GrainId(text[..slash], text[(slash + 1)..]) : throw new FormatException($"`{text}` is not kind/key");
    }
}

/// <summary>A grain's name that also knows which commands the grain takes and which view it gives.</summary>
public readonly record struct GrainRef<TCommand, TView>(GrainId Id);
