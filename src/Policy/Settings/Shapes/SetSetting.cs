using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>
/// A setting whose value is a set of items, written as a sequence or with commas between them. A policy names at most
/// <see cref="Most"/> items of at most <see cref="MostLength"/> characters in all.
/// </summary>
public abstract class SetSetting : Setting<ItemSet>
{
    /// <summary>The most items of one value.</summary>
    public const int Most = 256;

    /// <summary>The most characters of a value, so that the settings of a VM together fit into its document.</summary>
    public const int MostLength = 8_000;

    /// <summary>The word for no item.</summary>
    public const string None = "none";

    private protected SetSetting(string everything) => EveryItem = everything;

    /// <summary>The word for every item there is.</summary>
    public string EveryItem { get; }

    /// <summary>All items where they are words; empty where there are too many to list.</summary>
    public virtual IReadOnlyList<string> KnownItems => [];

    /// <summary>What an item is, for a message.</summary>
    public abstract string ItemShape { get; }

    /// <inheritdoc/>
    public sealed override string Unit => string.Empty;

    /// <inheritdoc/>
    public sealed override bool IsTotalOrder => false;

    /// <inheritdoc/>
    public sealed override string EmptyListText => None;

    /// <summary>What an item looks like, for the JSON schema.</summary>
    public abstract string ItemPattern { get; }

    /// <inheritdoc/>
    public sealed override string Pattern => $"^({EveryItem}|{None}|{ItemPattern}(, *{ItemPattern})*)$";

    /// <inheritdoc/>
    public sealed override Reading<ItemSet> Parse(string text)
    {
        if (text == EveryItem) return ItemSet.Everything;
        if (text == None) return ItemSet.Nothing;
        if (text.Length > MostLength) return TooMany();
        var read = text.Split(',', StringSplitOptions.TrimEntries).Select(ReadItem).ToList();
        if (read.Find(r => !r.IsRead).Fault is { } fault) return fault;
        var items = new ItemSet(read.Select(r => r.Value).ToImmutableSortedSet(StringComparer.Ordinal));
        return IsWithinBounds(items) ? items : TooMany();
    }

    /// <inheritdoc/>
    public sealed override string Format(ItemSet value) => value.Items switch
    {
        null => EveryItem,
        { Count: 0 } => None,
        var items => string.Join(", ", items),
    };

    // The two words mean what they say alone; in a list they would be lost in the one spelling.
    private Reading<string> ReadItem(string text) => text == EveryItem || text == None ? NoItem(text) : ParseItem(text);

    /// <summary>Reads one item and gives its one spelling.</summary>
    private protected abstract Reading<string> ParseItem(string text);

    /// <summary>Says that a text is no item.</summary>
    private protected ValueFault NoItem(string text, string? suggestion = null) => new(
        "policy/unknown-value", $"`{Quote.Short(text)}` is not a value of `{Key}`, which is `{EveryItem}`, `{None}` or {ItemShape}", suggestion);

    /// <summary>Whether a policy may name so much.</summary>
    private protected static bool IsWithinBounds(ItemSet set) =>
        set.Items is null || (set.Items.Count <= Most && set.Items.Sum(i => i.Length + 2) <= MostLength);

    private ValueFault TooMany() => new(
        "policy/too-many-items", $"`{Key}` takes at most {Most} items, of {MostLength} characters in all");
}

/// <summary>A setting that lists what is allowed: the merge keeps what all policies list, and <c>any</c> restricts nothing.</summary>
public abstract class AllowedSetSetting : SetSetting
{
    private protected AllowedSetSetting()
        : base("any")
    {
    }

    /// <inheritdoc/>
    public sealed override ItemSet Default => ItemSet.Everything;

    /// <inheritdoc/>
    public sealed override ItemSet Strictest => ItemSet.Nothing;

    /// <inheritdoc/>
    public sealed override ItemSet Join(ItemSet left, ItemSet right) => left.Intersect(right);
}

/// <summary>
/// A setting that lists what is demanded or refused: the merge takes what any policy lists. What together exceeds the bounds of a value
/// counts as every item there is, which is never looser.
/// </summary>
public abstract class DemandedSetSetting : SetSetting
{
    private protected DemandedSetSetting()
        : base("all")
    {
    }

    /// <inheritdoc/>
    public sealed override ItemSet Default => ItemSet.Nothing;

    /// <inheritdoc/>
    public sealed override ItemSet Strictest => ItemSet.Everything;

    /// <inheritdoc/>
    public sealed override ItemSet Join(ItemSet left, ItemSet right) =>
        left.Union(right) is var union && IsWithinBounds(union) ? union : ItemSet.Everything;
}
