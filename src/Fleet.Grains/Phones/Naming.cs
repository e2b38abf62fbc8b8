using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>What names, labels and slots of a phone may look like.</summary>
public static partial class Naming
{
    /// <summary>Slots of one phone, counted over all its enrolments.</summary>
    public const int MaxSlots = 8;

    /// <summary>Labels of one phone.</summary>
    public const int MaxLabels = 32;

    /// <summary>What is wrong with a phone's description, or null.</summary>
    public static string? Problem(string name, string owner, ImmutableSortedDictionary<string, string> labels)
    {
        if (name.Length is 0 or > 64 || name.Any(char.IsControl)) return "a name has 1 to 64 printable characters";
        if (owner.Length > 128 || owner.Any(char.IsControl)) return "an owner has at most 128 printable characters";
        if (labels.Count > MaxLabels) return $"a phone has at most {MaxLabels} labels";
        var bad = labels.SelectMany(l => new[] { l.Key, l.Value }).FirstOrDefault(word => !Label.IsMatch(word));
        return bad is null ? null : $"`{bad}` is not a label of 1 to 63 letters, digits, `.`, `_`, `/` or `-`";
    }

    /// <summary>What is wrong with the slots a phone declares, or null.</summary>
    public static string? Problem(ImmutableArray<SlotDeclaration> slots)
    {
        if (slots.IsDefaultOrEmpty || slots.Length > MaxSlots) return $"a phone has 1 to {MaxSlots} slots";
        if (slots.FirstOrDefault(s => !Slot.IsMatch(s.Slot)) is { } bad) return $"`{bad.Slot}` is not a slot name";
        return slots.DistinctBy(s => s.Slot).Count() == slots.Length ? null : "a slot is declared twice";
    }

    [GeneratedRegex(@"^[A-Za-z0-9._/-]{1,63}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Label { get; }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,30}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Slot { get; }
}
