namespace Twofold.Web.Backups;

/// <summary>A backup cannot be made or restored.</summary>
/// <param name="code">
/// Stable: <c>backup/passphrase</c>, <c>backup/exists</c>, <c>backup/no-data</c>, <c>backup/unreadable</c> (not an archive of ours),
/// <c>backup/sealed</c> (another passphrase, or changed), <c>backup/cut</c> (its end is missing), <c>backup/damaged</c> (what is in it does
/// not match its manifest), <c>backup/too-new</c>, <c>backup/other-store</c> (of another kind of database), <c>backup/not-empty</c>,
/// <c>backup/unsure</c> (nobody knows whether the database took it).
/// </param>
public sealed class BackupException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}
