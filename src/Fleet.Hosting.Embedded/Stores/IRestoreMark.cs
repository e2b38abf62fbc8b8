namespace Twofold.Fleet.Embedded;

/// <summary>Whether a database was restored from a backup and not everybody whom it concerns has been told.</summary>
public interface IRestoreMark
{
    /// <summary>When it was restored, or null.</summary>
    ValueTask<DateTimeOffset?> RestoredAtAsync(CancellationToken cancel);

    /// <summary>Everybody has been told.</summary>
    ValueTask RestoreToldAsync(CancellationToken cancel);
}
