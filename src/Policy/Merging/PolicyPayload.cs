using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Twofold.Policies;

/// <summary>A policy document, or why the bytes are none.</summary>
/// <param name="Payload">The document.</param>
/// <param name="Fault">What is wrong with the bytes.</param>
public sealed record PolicyPayloadResult(PolicyPayload? Payload, ValueFault? Fault)
{
    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Payload))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsRead => Payload is not null;
}

/// <summary>
/// The policy document that a phone gets: <c>{"v":1,"scope":"vm:work","values":{"network.mode":"none",…}}</c> as UTF-8 with one
/// spelling (no spaces, keys sorted by ordinal), so that equal policies have equal bytes, one digest and one signature. It names no phone.
/// </summary>
public sealed class PolicyPayload
{
    private readonly byte[] bytes;
    private readonly ImmutableSortedDictionary<string, string> texts;
    private IReadOnlyList<KeyValuePair<Setting, string>>? values;

    internal PolicyPayload(PolicyScope scope, IEnumerable<KeyValuePair<string, string>> said)
    {
        Scope = scope;
        texts = said.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Unknown = [.. texts.Keys.Where(k => Find(k) is null)];
        Unreadable = [.. texts.Where(t => Find(t.Key) is { } s && !IsCanonical(s, t.Value)).Select(t => t.Key)];
        bytes = PayloadJson.Write(scope, texts);
        Digest = CanonicalJson.Digest(bytes);
    }

    /// <summary>Whom the document binds.</summary>
    public PolicyScope Scope { get; }

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The SHA-256 of the bytes, in lower-case hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>Keys that this program does not know, or not in this scope: findings, never errors.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Known keys whose value this program cannot read: findings, and the strictest value holds for each.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    /// <summary>Every setting of the scope, by key, with the text that holds.</summary>
    public IReadOnlyList<KeyValuePair<Setting, string>> Values =>
        values ??= [.. SettingCatalogue.Of(Scope).Select(s => KeyValuePair.Create(s, TextOf(s)))];

    /// <summary>Makes the document of a scope from canonical texts.</summary>
    public static PolicyPayload Of(PolicyScope scope, IEnumerable<KeyValuePair<string, string>> values) => new(scope, values);

    /// <summary>Reads a document strictly: version 1, a known scope, one spelling, nothing else.</summary>
    public static PolicyPayloadResult Read(ReadOnlySpan<byte> untrustedBytes) => PayloadJson.Read(untrustedBytes);

    /// <summary>The text that holds for a setting: what the document says, the strictest if that is unreadable, the default if it says nothing.</summary>
    /// <exception cref="ArgumentException">The scope does not carry the setting.</exception>
    public string TextOf(Setting setting)
    {
        if (!Scope.Covers(setting)) throw new ArgumentException($"`{Scope}` does not carry `{setting.Key}`", nameof(setting));
        if (!texts.TryGetValue(setting.Key, out var text)) return setting.DefaultText;
        return IsCanonical(setting, text) ? text : setting.StrictestText;
    }

    /// <summary>The typed value that holds for a setting.</summary>
    /// <exception cref="ArgumentException">The scope does not carry the setting.</exception>
    public T Get<T>(Setting<T> setting)
        where T : notnull => setting.Parse(TextOf(setting)).Value;

    private static bool IsCanonical(Setting setting, string text) =>
        setting.Canonical(text) is { IsRead: true } read && read.Value == text;

    private Setting? Find(string key) => SettingCatalogue.TryFind(key, out var setting) && Scope.Covers(setting) ? setting : null;
}
