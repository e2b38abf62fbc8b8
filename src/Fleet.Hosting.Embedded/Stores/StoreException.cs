namespace Twofold.Fleet.Embedded;

/// <summary>The store cannot do this, or cannot be opened.</summary>
/// <param name="code">
/// Stable: <c>store/too-new</c>, <c>store/in-use</c>, <c>store/unreachable</c>, <c>store/unusable</c>, <c>store/document-too-large</c>,
/// <c>store/bad-index-schema</c>, <c>store/empty</c> (nobody has made the tables), <c>store/not-empty</c>, <c>store/bad-copy</c>.
/// </param>
public sealed class StoreException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}
