using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Names of app packages.</summary>
internal static partial class PackageName
{
    public const string Pattern = "[A-Za-z][A-Za-z0-9_.-]{0,127}";

    public const string Shape = "package names such as `org.example.mail`";

    public static bool IsOne(string text) => text.Length <= 128 && Whole().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
