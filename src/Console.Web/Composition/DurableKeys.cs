using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Composition;

/// <summary>
/// Keeps the keys of Data Protection in files as the framework does, but durably: what they protect is flushed to the disk, so a key that a
/// power cut takes would make the trust folder unreadable for ever.
/// </summary>
sealed class DurableKeys(string folder) : IXmlRepository
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(f => XElement.Load(f))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        var place = Path.Combine(folder, $"{friendlyName}.xml");
        using (var file = new FileStream($"{place}.new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            element.Save(file);
            file.Flush(flushToDisk: true);
        }

        File.Move($"{place}.new", place, overwrite: true);
        FolderSync.Flush(folder);
    }
}
