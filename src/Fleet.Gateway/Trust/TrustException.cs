namespace Twofold.Fleet.Gateway;

/// <summary>The organisation's keys cannot be used; the installation must not start, least of all with new ones.</summary>
/// <param name="code">Stable: <c>trust/unreadable</c>, <c>trust/incomplete</c> or <c>trust/mismatch</c>.</param>
public sealed class TrustException(string code, string message, Exception? cause = null) : Exception($"{code}: {message}", cause)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}
