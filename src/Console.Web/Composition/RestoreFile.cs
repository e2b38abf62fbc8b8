using System.Globalization;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Composition;

/// <summary>
/// The mark of a restore, a file with one instant (ISO 8601). Whoever puts a backup back writes it before the console starts; an instant
/// that cannot be read counts as the one at which the file was written.
/// </summary>
sealed class RestoreFile(string path) : IRestoreMark
{
    /// <inheritdoc/>
    public DateTimeOffset? RestoredAt { get; } = File.Exists(path) ? Read(path) : null;

    /// <summary>Leaves the mark.</summary>
    public static void Write(string path, DateTimeOffset at) => File.WriteAllText(path, at.ToString("O", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Clear() => File.Delete(path);

    private static DateTimeOffset Read(string path) =>
        DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : File.GetLastWriteTimeUtc(path);
}
