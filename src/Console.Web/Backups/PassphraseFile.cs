namespace Twofold.Web.Backups;

/// <summary>INVARIANT: a passphrase stands in a file and never on a command line or in a request, which others may read.</summary>
static class PassphraseFile
{
    /// <summary>The passphrase in a file.</summary>
    /// <exception cref="BackupException"><c>backup/passphrase</c></exception>
    public static string Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file).TrimEnd('\r', '\n');
            return text.Length >= ArchiveSeal.LeastPassphrase
                ? text
                : throw new BackupException("backup/passphrase", $"a passphrase has at least {ArchiveSeal.LeastPassphrase} characters");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException("backup/passphrase", $"the file `{file}` cannot be read", fault);
        }
    }
}
