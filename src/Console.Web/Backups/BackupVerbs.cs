using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Web.Composition;

namespace Twofold.Web.Backups;

/// <summary>The verbs <c>backup</c> and <c>restore</c> of the executable.</summary>
static class BackupVerbs
{
    public const string Usage = """
        backup --data DIR [--postgres-file FILE] --to FILE --passphrase-file FILE
            Seals the database, as it is at one instant, and all keys into one new file. The console may run meanwhile.
        restore FILE --data DIR [--postgres-file FILE] --passphrase-file FILE
            Restores it into a folder that is empty or not there, and into an empty database where PostgreSQL keeps the fleet,
            after everything in it was checked.
        """;

    private const string PostgresFile = "--postgres-file";
    private const int Done = 0;
    private const int CannotRun = 2;

    /// <summary>Runs a verb, or answers null when the line is none.</summary>
    public static async Task<int?> RunAsync(string[] args) => args switch
    {
        ["backup", .. var rest] => await QuietlyAsync(() => BackupAsync(Options(rest, "--data", "--to", "--passphrase-file"))),
        ["restore", var archive, .. var rest] when !archive.StartsWith('-') =>
            await QuietlyAsync(() => RestoreAsync(archive, Options(rest, "--data", "--passphrase-file"))),
        ["backup" or "restore", ..] => Refuse("console/bad-value", "see --help"),
        _ => null,
    };

    private static async Task BackupAsync(Dictionary<string, string> options)
    {
        var writer = new BackupWriter(Path.GetFullPath(options["--data"]), await DatabaseAsync(options), TimeProvider.System, Progress);
        var manifest = await writer.WriteAsync(options["--to"], PassphraseFile.Read(options["--passphrase-file"]), CancellationToken.None);
        Console.Error.WriteLine();
        Console.WriteLine($"backup {options["--to"]} {manifest.Files.Length} files {manifest.Files.Sum(f => f.Bytes)} bytes");
    }

    private static async Task RestoreAsync(string archive, Dictionary<string, string> options)
    {
        var reader = new BackupReader(await DatabaseAsync(options), TimeProvider.System, Progress);
        var manifest = await reader.RestoreAsync(archive, PassphraseFile.Read(options["--passphrase-file"]), options["--data"]);
        Console.Error.WriteLine();
        Console.WriteLine($"restored {options["--data"]} as it was at {manifest.MadeAt:O}");
    }

    private static Task<IKeptDatabase> DatabaseAsync(Dictionary<string, string> options) =>
        KeptDatabase.OfAsync(Path.GetFullPath(options["--data"]), options.GetValueOrDefault(PostgresFile));

    private static Dictionary<string, string> Options(string[] args, params string[] wanted)
    {
        var given = args.Chunk(2).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var wrong = wanted.Except(given.Keys).Concat(given.Keys.Except([.. wanted, PostgresFile])).FirstOrDefault();
        return wrong is null && args.Length == 2 * given.Count ? given : throw new BackupException("console/bad-value", $"`{wrong ?? args[^1]}` is missing or not known; see --help");
    }

    private static void Progress(string what, double part) => Console.Error.Write($"\r{what} {part,4:0 %}");

    private static async Task<int> QuietlyAsync(Func<Task> act)
    {
        try
        {
            await act();
            return Done;
        }
        catch (BackupException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (StartException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (StoreException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (StoreTroubleException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse("backup/disk", fault.Message);
        }
    }

    private static int Refuse(string code, string message)
    {
        Console.Error.WriteLine($"error: {message} ({code})");
        return CannotRun;
    }
}
