namespace Twofold.Fleet.Embedded;

/// <summary>Remembers in a restored database that it was restored, until the host has told everybody whom it concerns.</summary>
public static class RestoreMark
{
    /// <summary>The mark's name.</summary>
    internal const string Name = "restored";

    /// <summary>Marks a database file that no host has open.</summary>
    public static void Set(string path, DateTimeOffset at)
    {
        using var connection = SqliteFile.OpenPlain(path);
        using var marks = new MarkRows(connection);
        marks.Set(Name, at.UtcTicks);
    }
}
