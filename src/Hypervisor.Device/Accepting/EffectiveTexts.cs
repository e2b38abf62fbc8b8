using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What holds of one policy document: for each setting the text that was read, the last good one, or the strictest.</summary>
/// <param name="Texts">By setting key, canonical; only of settings that this agent carries out.</param>
/// <param name="Findings">What could not be read or is not known.</param>
public sealed record EffectiveTexts(ImmutableSortedDictionary<string, string> Texts, ImmutableArray<DeviceFinding> Findings)
{
    /// <summary>Reads a document over what held before it.</summary>
    /// <param name="lastGood">By setting key; null where there was no policy yet.</param>
    public static EffectiveTexts Of(PolicyPayload document, ImmutableSortedDictionary<string, string>? lastGood) => new(
        document.Values.Where(value => value.Key.IsCarriedOut).ToImmutableSortedDictionary(
            value => value.Key.Key,
            value => document.Unreadable.Contains(value.Key.Key) ? Fallback(value.Key, value.Value, lastGood) : value.Value,
            StringComparer.Ordinal),
        [.. Faults(document)]);

    // INVARIANT: what cannot be read never loosens: the last good value stays, and where there is none the strictest counts.
    private static string Fallback(Setting setting, string strictest, ImmutableSortedDictionary<string, string>? lastGood) =>
        lastGood is not null && lastGood.TryGetValue(setting.Key, out var text) && setting.Canonical(text).IsRead ? text : strictest;

    private static IEnumerable<DeviceFinding> Faults(PolicyPayload document) => document.Unknown
        .Select(key => new DeviceFinding("policy/unknown-setting", $"this agent does not know the setting `{Grammar.Shown(key)}`", document.Scope.Slot))
        .Concat(document.Unreadable.Select(key =>
            new DeviceFinding("policy/unreadable-value", $"this agent cannot read the value of `{Grammar.Shown(key)}`", document.Scope.Slot)));
}
