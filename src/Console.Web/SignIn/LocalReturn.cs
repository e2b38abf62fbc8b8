namespace Twofold.Web.SignIn;

/// <summary>Where to go after signing in: only to a page of this console.</summary>
public static class LocalReturn
{
    /// <summary>The path when it is local, else the overview.</summary>
    public static string To(string? untrustedUrl) => IsLocal(untrustedUrl) ? untrustedUrl! : "/";

    // "//host" and "/\host" lead elsewhere, and a browser drops control characters before it looks.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(c => char.IsControl(c) || c == '\\');
}
