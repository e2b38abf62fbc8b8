namespace Twofold.Fleet.Embedded;

/// <summary>A checked question for history, as a condition with parameters <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed class EventQuestion
{
    private const int MaxTake = 200;
    private const int MaxSkip = 1_000_000;

    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    private EventQuestion(EventQuery query, string kindAlone)
    {
        Query = query;
        Add("position < ", query.Before);
        Add(query.Key is null ? $"{kindAlone} = " : "kind = ", query.Kind);
        Add("key = ", query.Key);
        Add("actor_id = ", query.Actor);
        Add("type = ", query.Type);

        // Written out, because a partial index is used only for the very condition it was made with.
        if (query.WithoutPhones) _conditions.Add("actor_kind <> 3");
    }

    public EventQuery Query { get; }

    public string Where => string.Join(" AND ", _conditions);

    public object[] Values => [.. _values];

    /// <summary>Newest first, and which of them.</summary>
    public string Order => $"ORDER BY position DESC LIMIT {Query.Take} OFFSET {Query.Skip}";

    /// <param name="kindAlone">How the column of the kind is written where no key is asked for.</param>
    /// <exception cref="IndexException"><c>index/page-too-large</c>, <c>index/page-too-far</c></exception>
    public static EventQuestion Of(EventQuery query, string kindAlone) => query switch
    {
        { Take: < 1 or > MaxTake } => throw new IndexException("index/page-too-large", $"`{query.Take}` events is not between 1 and {MaxTake}"),
        { Skip: < 0 or > MaxSkip } => throw new IndexException("index/page-too-far", $"`{query.Skip}` events before is not between 0 and {MaxSkip}"),
        _ => new EventQuestion(query, kindAlone),
    };

    private void Add(string condition, object? value)
    {
        if (value is null) return;
        _values.Add(value);
        _conditions.Add($"{condition}${_values.Count}");
    }
}
