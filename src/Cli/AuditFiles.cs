using System.Text;
using Twofold.Auditing;
using Twofold.Protocol;

namespace Twofold.Cli;

/// <summary>Reads and writes the files of an audit, line by line, so that their size does not matter.</summary>
static class AuditFiles
{
    // A policy set's event may hold a megabyte of text, and every character of it may be escaped.
    private const int LongestLine = 8 * 1024 * 1024;

    /// <summary>The keys in a PEM file.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static JwsKeys Keys(string path)
    {
        var keys = AuditKeys.Read(ReadAll(path));
        return keys.IsRead ? keys.Value : throw new CliException(ExitCode.Usage, keys.Problem.Code, $"`{path}`: {keys.Problem.Message}");
    }

    /// <summary>The lines of a file; an end that is no whole line is one too.</summary>
    public static IEnumerable<string> Lines(string path) => Read(path).Select(l => l.Text);

    /// <summary>The lines of a file that are whole: one that is still being written has no end yet.</summary>
    public static IEnumerable<string> WholeLines(string path) => Read(path).Where(l => l.IsWhole).Select(l => l.Text);

    /// <summary>Writes a stream to a file that appears whole or not at all.</summary>
    public static async Task WriteAsync(string path, Stream body, CancellationToken cancel)
    {
        var unfinished = path + ".new";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write)) await body.CopyToAsync(file, cancel);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw Unusable(path);
        }
    }

    private static IEnumerable<(string Text, bool IsWhole)> Read(string path)
    {
        using var reader = new StreamReader(Open(path), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var line = new StringBuilder();
        var piece = new char[16 * 1024];
        for (var read = reader.Read(piece); read > 0; read = reader.Read(piece))
        {
            var rest = piece.AsMemory(0, read);
            for (var end = rest.Span.IndexOf('\n'); end >= 0; end = rest.Span.IndexOf('\n'))
            {
                yield return (line.Append(rest[..end]).ToString(), true);
                line.Clear();
                rest = rest[(end + 1)..];
            }

            // A line that is too long to be one is cut; what it is cut to is no line of an export either.
            if (line.Length < LongestLine) line.Append(rest);
        }

        if (line.Length > 0) yield return (line.ToString(), false);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path);
        }
    }

    private static string ReadAll(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd();
    }

    private static CliException Unusable(string path) => new(ExitCode.Usage, "cli/file", $"the file `{path}` cannot be used");
}
