namespace Twofold.Web.Features.Notices;

/// <summary>Turns a message of the fleet (lower case, no full stop) into a sentence for a page.</summary>
public static class Sentence
{
    /// <summary>The message with a capital and a full stop.</summary>
    public static string Of(string message) => message.Length == 0 ? "" : $"{Capital(message)}.";

    /// <summary>The text with a capital.</summary>
    public static string Capital(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    /// <summary>A count and its noun: <c>1 phone</c>, <c>1,204 phones</c>.</summary>
    public static string Count(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";
}
