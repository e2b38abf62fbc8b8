using Twofold.Fleet.Embedded;

namespace Twofold.Web.Composition;

/// <summary>INVARIANT: what stands in the file may be a password, so it goes to the database and nowhere else.</summary>
static class ConnectionFile
{
    /// <summary>How to connect to the database that a file names.</summary>
    /// <exception cref="StartException"><c>console/postgres-file</c></exception>
    public static async Task<PostgresOptions> ReadAsync(string file)
    {
        try
        {
            return new PostgresOptions((await File.ReadAllTextAsync(file)).Trim());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException("console/postgres-file", $"the file `{file}` cannot be read", fault);
        }
    }
}
