using System.Text.Json;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>
/// Where a key stands: names with dots between them and places of lists in brackets. A name that would read as more than one stands
/// in brackets and quotes, so that no two keys have one path.
/// </summary>
/// <param name="Text">The path, for example <c>applications[0].packageName</c>.</param>
/// <param name="Pattern">The same without the numbers: <c>applications[].packageName</c>.</param>
/// <param name="Parent">The path of the object it stands in with its dot, so that a name can follow; empty at the top.</param>
internal sealed partial record SourcePath(string Text, string Pattern, string Parent)
{
    /// <summary>The document itself.</summary>
    public static SourcePath Top { get; } = new("", "", "");

    /// <summary>The name at the top that the path starts with.</summary>
    public string Root => FirstName().Match(Text).Value;

    /// <summary>The path of a name in the object that stands here.</summary>
    public SourcePath Name(string untrustedName)
    {
        var plain = Plain().IsMatch(untrustedName);
        var dot = plain && Text.Length > 0 ? "." : "";
        var name = plain ? untrustedName : $"[\"{JsonEncodedText.Encode(untrustedName)}\"]";
        return new(Text + dot + name, Pattern + dot + name, Text + dot);
    }

    /// <summary>The path of a place in the list that stands here.</summary>
    public SourcePath At(int place) => new($"{Text}[{place}]", Pattern + "[]", Text);

    // `roleScopeTagIds@odata.type` is one name: the annotation of another one.
    [GeneratedRegex(@"\A([A-Za-z0-9_-]+|[A-Za-z0-9_-]*@odata\.[A-Za-z]+)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A([A-Za-z0-9_-]*@odata\.[A-Za-z]+|[A-Za-z0-9_-]+|\[[^\]]*\])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstName();
}
