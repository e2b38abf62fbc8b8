namespace Twofold.Policies;

/// <summary>
/// Completes keys and values in the text of policy documents, from the schema that <see cref="PolicySchema"/> generates: whatever the
/// catalogue has is offered, and nothing else.
/// </summary>
public static class PolicyCompletion
{
    /// <summary>What may stand at the caret, an offset from 0. The text may be broken anywhere, as text that is being written is.</summary>
    public static Completion At(string untrustedText, int caret)
    {
        var place = CaretPlace.Of(untrustedText, Math.Clamp(caret, 0, untrustedText.Length));
        var items = ItemsAt(place).DistinctBy(i => i.Word).Where(i => i.Word.Contains(place.Typed, StringComparison.OrdinalIgnoreCase));
        return new(place.Start, place.Length, [.. items.OrderByDescending(i => i.Word.StartsWith(place.Typed, StringComparison.OrdinalIgnoreCase))]);
    }

    private static IEnumerable<CompletionItem> ItemsAt(CaretPlace place)
    {
        var parent = SchemaPart.Documents(place.Kind).In(place.Path);
        if (place.Key is { } key) return (place.IsInList ? [] : parent.In([key]).Words()).Concat(parent.In([key, CaretPlace.Item]).Words());
        return parent.Keys(place).Concat(place.Path is [.., CaretPlace.Item] ? parent.Words() : []);
    }
}
