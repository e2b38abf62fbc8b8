using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Twofold.Protocol;

/// <summary>The form of every name that the protocol carries.</summary>
public static partial class Grammar
{
    internal static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether the text is the name of a slot: <c>[a-z][a-z0-9-]{0,30}</c>.</summary>
    public static bool IsSlot([NotNullWhen(true)] string? text) => text is not null && Slot().IsMatch(text);

    /// <summary>Whether the text is the key of a setting: dotted lower-case words, at most 64 characters.</summary>
    public static bool IsSettingKey([NotNullWhen(true)] string? text) => text is { Length: <= 64 } && SettingKey().IsMatch(text);

    /// <summary>Whether the text is a code: <c>area/reason</c>, at most 64 characters.</summary>
    public static bool IsCode([NotNullWhen(true)] string? text) => text is { Length: <= 64 } && Code().IsMatch(text);

    /// <summary>Whether the text is the id of an order: 1 to 64 letters, digits, dots, underscores and hyphens.</summary>
    public static bool IsOrderId([NotNullWhen(true)] string? text) => text is not null && OrderId().IsMatch(text);

    /// <summary>Whether the text is the id of a key: 1 to 64 letters, digits, underscores and hyphens.</summary>
    public static bool IsKeyId([NotNullWhen(true)] string? text) => text is not null && KeyId().IsMatch(text);

    /// <summary>Whether the text has a length within the bounds and no control character.</summary>
    public static bool IsText([NotNullWhen(true)] string? text, int min, int max) =>
        text is not null && text.Length >= min && text.Length <= max && !text.Any(char.IsControl);

    /// <summary>Untrusted text as an explanation shows it: cut, and without control characters.</summary>
    public static string Shown(string? untrustedText) =>
        string.Concat((untrustedText ?? string.Empty).Take(64).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Slot();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingKey();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*/[a-z0-9-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex OrderId();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex KeyId();
}
